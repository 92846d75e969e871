/** Shells that can be taught, and how, in one line each. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** One line that installs the completion of a shell for good. */
export const INSTALL: Readonly<Record<Shell, string>> = {
  bash: "echo 'source <(novatune completion bash)' >> ~/.bashrc",
  zsh: "echo 'source <(novatune completion zsh)' >> ~/.zshrc",
  fish: 'novatune completion fish > ~/.config/fish/completions/novatune.fish',
};

/**
 * The scripts hold no commands and no flags: at each Tab they ask the program that is being typed, so they are never out of date.
 * Words are handed over as they are and never evaluated, and paths are the shell's to find; the scripts of `@bomb.sh/tab` 0.0.22 evaluate
 * what is typed, need the package bash-completion and never offer a path. Before bash 4 there is no `compopt`, and macOS still has 3.2.
 */
const BASH = `# Completion of novatune for bash.
_novatune() {
  local line kind= word
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) kind=\${line#:} ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  word=\${COMP_WORDS[COMP_CWORD]}
  [ "$word" = = ] && word=
  case $kind in
    files) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word") ;;
    folders) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$word") ;;
    *) return ;;
  esac
  compopt -o filenames 2>/dev/null
}
complete -F _novatune novatune
`;

const ZSH = `#compdef novatune
# Completion of novatune for zsh.
_novatune() {
  local line kind word
  local -a described
  while IFS= read -r line; do
    case $line in
      :*) kind=\${line#:} ;;
      *)
        word=\${line%%$'\\t'*}
        described+=("\${word//:/\\\\:}:\${line#*$'\\t'}")
        ;;
    esac
  done < <("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#described} )) && _describe -V novatune described
  case $kind in
    files|folders)
      [[ $PREFIX == --*=* ]] && compset -P '*='
      if [[ $kind == folders ]]; then _files -/; else _files; fi
      ;;
  esac
}
# Loaded from fpath it runs at once; sourced it registers itself, and starts zsh's completion where nobody has.
if [[ \${funcstack[1]} == _novatune ]]; then
  _novatune
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _novatune novatune
fi
`;

const FISH = `# Completion of novatune for fish.
function __novatune_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -l lines ($program completion words -- $words[2..-1] "$current" 2>/dev/null)
    test (count $lines) -gt 0; or return
    set -l value (string replace -r -- '^--[^=]+=' '' "$current")
    set -l flag (string sub -l (math (string length -- "$current") - (string length -- "$value")) -- "$current")
    for line in $lines
        switch $line
            case ':files'
                for path in (__fish_complete_path "$value")
                    echo "$flag$path"
                end
            case ':folders'
                for path in (__fish_complete_directories "$value")
                    echo "$flag$path"
                end
            case ':none'
            case '*'
                echo $line
        end
    end
end
complete -c novatune -f -a '(__novatune_complete)'
`;

/** What a shell has to read, as text. */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
