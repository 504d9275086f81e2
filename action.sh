# For the steps of action.yml: strangers may have written what is looked at, and so all that is printed of it.

# Runs kerbgate without the variables of the job, which a configuration could read as ${NAME} and so show in the log.
kerbgate() {
  local name words=(PATH="$PATH" HOME="$HOME")
  while read -r name; do
    [[ ! $name =~ ^[A-Za-z_][A-Za-z0-9_]*$ || -z ${!name+set} ]] || words+=("$name=${!name}")
  done <<<"$INPUT_ENVIRONMENT"
  env -i "${words[@]}" node "$KERBGATE/bin/kerbgate" "$@"
}

# Runs a command so that GitHub takes nothing that it prints for a workflow command. Both of its streams go one way: they would overtake each other.
as_text() {
  local status=0 token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  echo "::stop-commands::$token"
  "$@" 2>&1 || status=$?
  printf '\n::%s::\n' "$token"
  return $status
}
