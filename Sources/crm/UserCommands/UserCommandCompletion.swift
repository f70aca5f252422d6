import ArgumentParser
import Diagnostics
import Domain

/// What a shell completes of the user's command lines, beside what the argument parser writes for the rest.
enum UserCommandCompletion {
  /// The whole script that `--generate-completion-script` asks for; nil where that is the argument parser's alone.
  static func script(_ words: [String]) -> String? {
    guard words.count == 2, words[0] == "--generate-completion-script",
      let shell = CompletionShell(rawValue: words[1])
    else { return nil }
    switch shell {
    case .bash: return CRM.completionScript(for: shell) + "\n" + bash
    case .fish: return CRM.completionScript(for: shell) + "\n" + fish
    default: return nil
    }
  }

  private static func flags(of command: UserCommand) -> [String] {
    let names = command.flagNames(in: .plain)
    return names + GivenFlags.sharedNames.filter { !names.contains($0) }
  }

  /// The words that a flag takes, where they are known.
  private static func words(of flag: String, _ command: UserCommand) -> [String] {
    if case .word(let words)? = command.flag(flag)?.role { return words.map(\.given) }
    return command.field(flag, in: .plain)?.type.choices?.current.map(\.name) ?? []
  }

  private static var bash: String {
    var lines = [
      "_crm_command_lines() {", "    local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"",
    ]
    lines.append("    case \"${COMP_WORDS[1]} ${prev}\" in")
    for command in UserCommand.all {
      for flag in flags(of: command) {
        let words = words(of: flag, command)
        guard !words.isEmpty else { continue }
        lines.append("    '\(command.name) --\(flag)')")
        lines.append("        COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"${cur}\"))")
        lines += ["        return", "        ;;"]
      }
    }
    lines += ["    esac", "    case \"${COMP_WORDS[1]}\" in"]
    for command in UserCommand.all {
      let names = flags(of: command).map { "--\($0)" }.joined(separator: " ")
      lines.append("    '\(command.name)')")
      lines.append("        [[ \"${cur}\" == -* || -z \"${cur}\" && \"${prev}\" != --* ]] &&")
      lines.append("            COMPREPLY=($(compgen -W '\(names)' -- \"${cur}\"))")
      lines += ["        return", "        ;;"]
    }
    let all = UserCommand.all.map(\.name).joined(separator: " ")
    lines += ["    esac", "    _crm \"$@\""]
    lines.append("    [[ \"${COMP_CWORD}\" == 1 && \"${cur}\" != -* ]] &&")
    lines.append("        COMPREPLY+=($(compgen -W '\(all)' -- \"${cur}\"))")
    lines += ["    return 0", "}", "", "complete -o filenames -F _crm_command_lines crm", ""]
    return lines.joined(separator: "\n")
  }

  private static var fish: String {
    var lines: [String] = []
    for command in UserCommand.all {
      let summary = command.summary.english.replacing("'", with: "\\'")
      lines.append("complete -c crm -n __fish_use_subcommand -f -a \(command.name) -d '\(summary)'")
      for flag in flags(of: command) {
        let words = words(of: flag, command)
        let choices = words.isEmpty ? "" : " -r -f -a '\(words.joined(separator: " "))'"
        lines.append("complete -c crm -n '__fish_seen_subcommand_from \(command.name)' -l \(flag)\(choices)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
