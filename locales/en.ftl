shell-today = Today
shell-unsent = { $count ->
    [one] { $count } not sent
   *[other] { $count } not sent
}
today-call = Call { $name }
