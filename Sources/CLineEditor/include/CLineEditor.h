// The only door to libedit, and to the few POSIX calls that Swift cannot make safely by itself.
//
// libedit's setters are variadic, which Swift cannot call: each one that we need has a wrapper of fixed arity here.
// Only the wide interface is used: the narrow one truncates. libedit's own drawing goes to a stream that discards it;
// the caller draws. Signal handlers live here because they must be async-signal-safe.

#ifndef C_LINE_EDITOR_H
#define C_LINE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

// ── The engine ──────────────────────────────────────────────────────────────────────────────────────────────────────

typedef struct cle_editor cle_editor;

/// How many commands of our own an engine can hold.
#define CLE_COMMAND_LIMIT 48

/// What a command returns to libedit.
#define CLE_GO_ON 4    /* CC_REFRESH */
#define CLE_LINE_ENDS 1 /* CC_NEWLINE */

/// What the engine asks of its owner.
typedef struct {
  void *_Nullable context;
  /// The next unit of input (> 0), 0 at the end of input, -1 on an error. Called whenever libedit wants a key.
  int32_t (*_Nonnull read)(void *_Nullable context);
  /// Carries out one of the owner's commands; returns CLE_GO_ON or CLE_LINE_ENDS.
  int32_t (*_Nonnull command)(void *_Nullable context, int32_t command);
} cle_callbacks;

/// An engine over the terminal `input`/`output`, or NULL where libedit cannot start.
cle_editor *_Nullable cle_open(const char *_Nonnull program, int input, int output, cle_callbacks callbacks);
/// Restores the terminal and frees the engine.
void cle_close(cle_editor *_Nonnull editor);

/// Gives command `index` a name that `bind` (and .editrc) can use. The strings are copied and kept.
bool cle_define(cle_editor *_Nonnull editor, int32_t index, const wchar_t *_Nonnull name, const wchar_t *_Nonnull help);
/// Starts the key maps afresh: emacs or vi.
void cle_set_keymap(cle_editor *_Nonnull editor, bool vi);
/// Whether the key maps are vi's.
bool cle_is_vi(cle_editor *_Nonnull editor);
/// Binds `keys` (in `bind` notation) to a command by name; `alternate` is vi's command map.
bool cle_bind(cle_editor *_Nonnull editor, const wchar_t *_Nonnull keys, const wchar_t *_Nonnull name, bool alternate);
/// Runs one line of .editrc. The caller keeps it under 1,000 characters: libedit copies arguments unbounded.
bool cle_run(cle_editor *_Nonnull editor, const wchar_t *_Nonnull line);
/// False after `edit off` in .editrc.
bool cle_edits(cle_editor *_Nonnull editor);
/// Adds an entry to libedit's own history, which only its native commands use.
void cle_remember(cle_editor *_Nonnull editor, const wchar_t *_Nonnull entry);

/// Reads one line through the callbacks. Returns its length if a command ended the line, less than 1 if libedit gave it
/// up: at the end of input, on an error, and at commands of its own that it takes for the end of input.
int cle_read_line(cle_editor *_Nonnull editor);
/// The line as it stands; `buffer` is valid until the next call.
void cle_line(cle_editor *_Nonnull editor, const wchar_t *_Nullable *_Nonnull buffer, size_t *_Nonnull count,
              size_t *_Nonnull cursor);
/// Moves the cursor by `delta` units, stopping at the ends.
void cle_move(cle_editor *_Nonnull editor, int delta);
/// Deletes `count` units before the cursor; does nothing if there are fewer.
void cle_delete_before(cle_editor *_Nonnull editor, int count);
/// Inserts NUL-terminated text at the cursor. False if there is no memory.
bool cle_insert(cle_editor *_Nonnull editor, const wchar_t *_Nonnull text);
/// Puts the terminal into the editing mode, or back into the one that it was found in.
void cle_set_raw(cle_editor *_Nonnull editor, bool raw);

// ── The terminal ────────────────────────────────────────────────────────────────────────────────────────────────────

/// The size in cells; false if `descriptor` is no terminal or does not know.
bool cle_terminal_size(int descriptor, int *_Nonnull columns, int *_Nonnull rows);

/// A pipe whose ends are closed on exec; `ends` gets the reading and the writing one.
bool cle_pipe(int *_Nonnull ends, bool blocks);

/// From here on a fatal signal (sent, or a fault of the program) or exit() first restores the terminal `input` to its present
/// mode and writes the sequences that leave bracketed paste to `output`. Pairs nest.
void cle_guard_begin(int input, int output);
void cle_guard_end(void);

/// From here on SIGWINCH writes 'w', and SIGCONT 'c', to `descriptor`, which must not block.
void cle_watch_begin(int descriptor);
void cle_watch_end(void);

// ── Folders that end with the process ───────────────────────────────────────────────────────────────────────────────

/// From here on a signal that ends the process removes the folder and the files in it first. Returns its place, to be
/// given back; -1 where there is none left, or the path is too long.
int cle_folder_begin(const char *_Nonnull path);
/// The folder is its owner's again.
void cle_folder_end(int place);

// ── Interruption ────────────────────────────────────────────────────────────────────────────────────────────────────

/// From here on SIGINT only sets a flag. Pairs nest; the outermost clears the flag and restores the old action.
void cle_interrupt_begin(void);
void cle_interrupt_end(void);
bool cle_interrupt_is_set(void);
void cle_interrupt_clear(void);

#endif
