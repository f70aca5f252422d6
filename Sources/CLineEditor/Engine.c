#define _GNU_SOURCE
#include "CLineEditor.h"

#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

struct cle_editor {
  EditLine *line;
  HistoryW *history;
  FILE *input;
  FILE *nowhere;
  cle_callbacks callbacks;
  // libedit keeps these pointers: they live as long as it does.
  wchar_t *names[CLE_COMMAND_LIMIT];
  wchar_t *helps[CLE_COMMAND_LIMIT];
};

static cle_editor *owner(EditLine *line) {
  void *data = NULL;
  el_wget(line, EL_CLIENTDATA, &data);
  return data;
}

// Some of libedit's commands leave the cursor outside the line (vi's `$` on an empty line puts it before the buffer,
// emacs' ^X^X after a deletion beyond the end), and its others then write there. What `el_wline` shows is the editor's
// own record, so it can be put right before the next command runs.
static LineInfoW *sound(EditLine *line) {
  LineInfoW *info = (LineInfoW *)el_wline(line);
  if (info->lastchar < info->buffer) info->lastchar = info->buffer;
  if (info->cursor < info->buffer) info->cursor = info->buffer;
  if (info->cursor > info->lastchar) info->cursor = info->lastchar;
  return info;
}

static int read_unit(EditLine *line, wchar_t *unit) {
  cle_editor *editor = owner(line);
  sound(line);
  int32_t next = editor->callbacks.read(editor->callbacks.context);
  *unit = next > 0 ? next : 0;
  return next > 0 ? 1 : next;
}

// libedit gives a command no context of its own, so each index has a function.

static unsigned char run(EditLine *line, int32_t index) {
  cle_editor *editor = owner(line);
  sound(line);
  return (unsigned char)editor->callbacks.command(editor->callbacks.context, index);
}

#define EACH_INDEX(X)                                                                                                \
  X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19)      \
  X(20) X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31) X(32) X(33) X(34) X(35) X(36) X(37) X(38)  \
  X(39) X(40) X(41) X(42) X(43) X(44) X(45) X(46) X(47)

#define DEFINE(index)                                                                                                \
  static unsigned char command_##index(EditLine *line, wint_t unit) {                                                \
    (void)unit;                                                                                                      \
    return run(line, index);                                                                                         \
  }
EACH_INDEX(DEFINE)

typedef unsigned char (*command_function)(EditLine *, wint_t);
#define NAME(index) command_##index,
static const command_function commands[CLE_COMMAND_LIMIT] = {EACH_INDEX(NAME)};

static ssize_t discard(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  (void)bytes;
  return (ssize_t)count;
}

cle_editor *cle_open(const char *program, int input, int output, cle_callbacks callbacks) {
  cle_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  cookie_io_functions_t functions = {.write = discard};
  editor->nowhere = fopencookie(NULL, "w", functions);
  // A stream that is never read: all reading goes through the callback.
  editor->input = fopen("/dev/null", "re");
  editor->history = history_winit();
  if (editor->nowhere != NULL && editor->input != NULL && editor->history != NULL) {
    editor->line = el_init_fd(program, editor->input, editor->nowhere, editor->nowhere, input, output, output);
  }
  if (editor->line == NULL) {
    cle_close(editor);
    return NULL;
  }
  HistEventW event;
  history_w(editor->history, &event, H_SETSIZE, 1000);
  el_wset(editor->line, EL_CLIENTDATA, editor);
  el_wset(editor->line, EL_SIGNAL, 0);
  el_wset(editor->line, EL_HIST, history_w, editor->history);
  el_wset(editor->line, EL_GETCFN, read_unit);
  // Ctrl-C, Ctrl-Z, Ctrl-\ and Ctrl-S are keys while a line is edited.
  el_wset(editor->line, EL_SETTY, L"-d", L"-isig", L"-ixon", NULL);
  return editor;
}

void cle_close(cle_editor *editor) {
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_wend(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->nowhere != NULL) fclose(editor->nowhere);
  for (int index = 0; index < CLE_COMMAND_LIMIT; index++) {
    free(editor->names[index]);
    free(editor->helps[index]);
  }
  free(editor);
}

bool cle_define(cle_editor *editor, int32_t index, const wchar_t *name, const wchar_t *help) {
  if (index < 0 || index >= CLE_COMMAND_LIMIT || editor->names[index] != NULL) return false;
  editor->names[index] = wcsdup(name);
  editor->helps[index] = wcsdup(help);
  if (editor->names[index] == NULL || editor->helps[index] == NULL) return false;
  return el_wset(editor->line, EL_ADDFN, editor->names[index], editor->helps[index], commands[index]) == 0;
}

void cle_set_keymap(cle_editor *editor, bool vi) { el_wset(editor->line, EL_EDITOR, vi ? L"vi" : L"emacs"); }

bool cle_is_vi(cle_editor *editor) {
  const wchar_t *name = NULL;
  el_wget(editor->line, EL_EDITOR, &name);
  return name != NULL && wcscmp(name, L"vi") == 0;
}

bool cle_bind(cle_editor *editor, const wchar_t *keys, const wchar_t *name, bool alternate) {
  if (alternate) return el_wset(editor->line, EL_BIND, L"-a", keys, name, NULL) == 0;
  return el_wset(editor->line, EL_BIND, keys, name, NULL) == 0;
}

bool cle_run(cle_editor *editor, const wchar_t *line) {
  TokenizerW *tokenizer = tok_winit(NULL);
  if (tokenizer == NULL) return false;
  int count = 0;
  const wchar_t **words = NULL;
  bool done = tok_wstr(tokenizer, line, &count, &words) == 0 && count > 0 && el_wparse(editor->line, count, words) != -1;
  tok_wend(tokenizer);
  return done;
}

bool cle_edits(cle_editor *editor) {
  int edits = 0;
  el_wget(editor->line, EL_EDITMODE, &edits);
  return edits != 0;
}

void cle_remember(cle_editor *editor, const wchar_t *entry) {
  HistEventW event;
  history_w(editor->history, &event, H_ENTER, entry);
}

int cle_read_line(cle_editor *editor) {
  int count = 0;
  el_wgets(editor->line, &count);
  return count;
}

void cle_line(cle_editor *editor, const wchar_t **buffer, size_t *count, size_t *cursor) {
  const LineInfoW *line = sound(editor->line);
  *buffer = line->buffer;
  *count = (size_t)(line->lastchar - line->buffer);
  *cursor = (size_t)(line->cursor - line->buffer);
}

void cle_move(cle_editor *editor, int delta) { el_cursor(editor->line, delta); }

void cle_delete_before(cle_editor *editor, int count) { el_wdeletestr(editor->line, count); }

bool cle_insert(cle_editor *editor, const wchar_t *text) {
  return text[0] == 0 || el_winsertstr(editor->line, text) == 0;
}

void cle_set_raw(cle_editor *editor, bool raw) { el_wset(editor->line, EL_PREP_TERM, raw ? 1 : 0); }
