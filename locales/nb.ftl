shell-today = I dag
shell-unsent = { $count ->
    [one] { $count } ikke sendt
   *[other] { $count } ikke sendt
}
today-call = Ring { $name }
