//! The loop that takes connections in, and what none of them may do to the others.
//!
//! A phone that dawdles costs a socket and no more. The head of a request must come within a time (a
//! connection that is kept open and asks for nothing ends after the same); a body too, which
//! [`super::answer::read`] sees to; and an answer that nobody takes is given up ([`Patient`]). A phone that
//! is gone without a word is noticed by the kernel, since what was sent to it is never acknowledged.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Sleep;
use tower::ServiceExt;

/// How long each may take over what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Over the head of a request, and between two of them.
    pub head: Duration,
    /// Over taking the next bytes of an answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(60), answer: Duration::from_secs(60) }
    }
}

/// Of the head of a request: more is answered 431.
const HEAD_BYTES: usize = 32 * 1024;
const HEADERS: usize = 64;
/// Before accepting again, when it failed for want of sockets or memory.
const BREATH: Duration = Duration::from_secs(1);

/// Takes connections in until `stop`, and then returns when all of them have ended.
pub async fn take_in(
    listener: TcpListener,
    app: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    http.max_headers(HEADERS).max_buf_size(HEAD_BYTES);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_the_clients(&error) => continue,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "taking connections in");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        notice_the_dead(&stream, patience.answer);
        let app = app.clone();
        let answer = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(from));
            app.clone().oneshot(request)
        });
        let stream = TokioIo::new(Patient::new(stream, patience.answer));
        let connection = graceful.watch(http.serve_connection(stream, answer));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}

/// A poke is a few bytes, and each is worth sending at once.
fn notice_the_dead(stream: &TcpStream, after: Duration) {
    let set = stream.set_nodelay(true);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let set = set.and_then(|()| socket2::SockRef::from(stream).set_tcp_user_timeout(Some(after)));
    if let Err(error) = set {
        tracing::debug!(
            error = &error as &dyn std::error::Error,
            ?after,
            "the options of a socket"
        );
    }
}

/// A stream whose other side takes what is written within a time, or is given up.
struct Patient<S> {
    stream: S,
    patience: Duration,
    /// While the other side takes nothing.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    fn or_in_vain<T>(
        &mut self,
        polled: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.waiting = None;
            return polled;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.or_in_vain(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.or_in_vain(polled, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(context);
        self.or_in_vain(polled, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.or_in_vain(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
