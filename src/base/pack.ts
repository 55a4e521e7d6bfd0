// sh that packs files and looks into what it packed: shared by the question that compares and the act that packs, so
// that both make the same of the same files.

// A tar that says that a file changed meanwhile has packed it all the same. Not every tar reads names from a file; what
// is too much for one command line is then an error, since two archives in one would lose what is in the second.
// `list` prints the names, each with a NUL behind it. stream FORMAT ROOT ALONE prints what is packed, unpacked; held
// FILE FORMAT prints the same of what is there; squeeze FORMAT packs its input.
export const PACK = String.raw`
need() { command -v "$1" >/dev/null 2>&1 || { echo "$1 is not on the host: install it first" >&2; exit 127; }; }
tars() { # ROOT
  need tar
  case $(tar --version 2>/dev/null) in
    *GNU*) list | tar -C "$1" --no-recursion --null -T - -cf -; [ $? -le 1 ] ;;
    *) list | xargs -0 -x -n 999999 -s 1000000 tar -C "$1" --no-recursion -cf - -- ;;
  esac
}
stream() {
  if [ "$3" = alone ]; then n=$(list | tr -d '\0'; echo .); cat -- "$2/${'$'}{n%.}"
  elif [ "$1" = zip ]; then
    list | tr '\0' '\n'
    list | (cd -- "$2/" && xargs -0 sh -c 'for f do [ -d "$f" ] || cat -- "./$f" || exit; done' sh)
  else tars "$2"; fi
}
held() {
  case $2 in
    gz) need gzip; gzip -dc <"$1" ;;
    bz2) need bzip2; bzip2 -dc <"$1" ;;
    xz) need xz; xz -dc <"$1" ;;
    tar) cat -- "$1" ;;
    zip) need unzip; LC_ALL=C.UTF-8 unzip -Z1 -- "$1" && unzip -p -- "$1" ;;
  esac
}
squeeze() {
  case $1 in
    gz) gzip -nc ;;
    bz2) bzip2 -c ;;
    xz) xz -c ;;
    tar) cat ;;
  esac
}`
