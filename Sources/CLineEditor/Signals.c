#define _GNU_SOURCE
#include "CLineEditor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// A signal handler can only reach globals; all of them are in this file. One prompt owns a process's terminal.

bool cle_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

bool cle_pipe(int *ends, bool blocks) { return pipe2(ends, O_CLOEXEC | (blocks ? 0 : O_NONBLOCK)) == 0; }

// ── Restoring the terminal when the process ends in the middle of a line ────────────────────────────────────────────

// The first four are sent to us; the others are faults, which come again when the handler returns to the instruction.
static const int fatal[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
enum { SENT_COUNT = 4 };
enum { FATAL_COUNT = sizeof fatal / sizeof fatal[0] };

static struct sigaction previous[FATAL_COUNT];
static struct termios found;
static int guarded_input, guarded_output;
static bool registered;
static int depth;
static atomic_int armed;

static void restore(void) {
  if (!atomic_exchange(&armed, 0)) return;
  // Leave synchronised output and bracketed paste, show the cursor, plain colours, a fresh line.
  static const char leave[] = "\x1b[?2026l\x1b[?2004l\x1b[?25h\x1b[0m\r\n";
  ssize_t written = write(guarded_output, leave, sizeof leave - 1);
  (void)written;
  tcsetattr(guarded_input, TCSANOW, &found);
}

static void die(int signal_number) {
  int saved = errno;
  restore();
  for (int index = 0; index < FATAL_COUNT; index++) {
    if (fatal[index] != signal_number) continue;
    sigaction(signal_number, &previous[index], NULL);
    if (index < SENT_COUNT) raise(signal_number);
  }
  errno = saved;
}

void cle_guard_begin(int input, int output) {
  if (depth++ > 0 || tcgetattr(input, &found) != 0) return;
  guarded_input = input;
  guarded_output = output;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = die;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < FATAL_COUNT; index++) {
    sigaction(fatal[index], NULL, &previous[index]);
    if (previous[index].sa_handler != SIG_IGN) sigaction(fatal[index], &action, NULL);
  }
  if (!registered) registered = atexit(restore) == 0;
  atomic_store(&armed, 1);
}

void cle_guard_end(void) {
  if (--depth > 0 || !atomic_exchange(&armed, 0)) return;
  for (int index = 0; index < FATAL_COUNT; index++) sigaction(fatal[index], &previous[index], NULL);
}

// ── Folders that end with the process ───────────────────────────────────────────────────────────────────────────────

enum { FOLDER_COUNT = 16, PATH_LENGTH = 4096 };
static char folders[FOLDER_COUNT][PATH_LENGTH];
// 0: free, 1: being written, 2: to be removed.
static atomic_int folder_states[FOLDER_COUNT];
static struct sigaction previous_end[SENT_COUNT];
static pthread_once_t end_once = PTHREAD_ONCE_INIT;

// opendir() allocates, which a signal handler must not.
static void remove_folder(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return;
  _Alignas(struct dirent64) char buffer[4096];
  bool removed;
  do {
    removed = false;
    lseek(folder, 0, SEEK_SET);
    ssize_t count;
    while ((count = getdents64(folder, buffer, sizeof buffer)) > 0) {
      for (ssize_t place = 0; place < count;) {
        struct dirent64 *entry = (struct dirent64 *)(buffer + place);
        place += entry->d_reclen;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (unlinkat(folder, entry->d_name, 0) == 0) removed = true;
      }
    }
  } while (removed);
  close(folder);
  rmdir(path);
}

static void end(int signal_number) {
  int saved = errno;
  for (int place = 0; place < FOLDER_COUNT; place++) {
    if (atomic_load(&folder_states[place]) == 2) remove_folder(folders[place]);
  }
  for (int index = 0; index < SENT_COUNT; index++) {
    if (fatal[index] == signal_number) sigaction(signal_number, &previous_end[index], NULL);
  }
  raise(signal_number);
  errno = saved;
}

static void end_install(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < SENT_COUNT; index++) {
    sigaction(fatal[index], NULL, &previous_end[index]);
    if (previous_end[index].sa_handler == SIG_DFL) sigaction(fatal[index], &action, NULL);
  }
}

int cle_folder_begin(const char *path) {
  size_t length = strlen(path);
  if (length >= PATH_LENGTH) return -1;
  pthread_once(&end_once, end_install);
  for (int place = 0; place < FOLDER_COUNT; place++) {
    int free_state = 0;
    if (!atomic_compare_exchange_strong(&folder_states[place], &free_state, 1)) continue;
    memcpy(folders[place], path, length + 1);
    atomic_store(&folder_states[place], 2);
    return place;
  }
  return -1;
}

void cle_folder_end(int place) {
  if (place >= 0 && place < FOLDER_COUNT) atomic_store(&folder_states[place], 0);
}

// ── Telling the reading loop that the window changed or the process came back ───────────────────────────────────────

static volatile sig_atomic_t watcher = -1;
static struct sigaction previous_winch, previous_cont;

static void wake(int signal_number) {
  int saved = errno;
  char note = signal_number == SIGWINCH ? 'w' : 'c';
  if (watcher >= 0) {
    ssize_t written = write(watcher, &note, 1);
    (void)written;
  }
  errno = saved;
}

void cle_watch_begin(int descriptor) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = wake;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  watcher = descriptor;
  sigaction(SIGWINCH, &action, &previous_winch);
  sigaction(SIGCONT, &action, &previous_cont);
}

void cle_watch_end(void) {
  sigaction(SIGWINCH, &previous_winch, NULL);
  sigaction(SIGCONT, &previous_cont, NULL);
  watcher = -1;
}

// ── Ctrl-C while a statement runs ───────────────────────────────────────────────────────────────────────────────────

static atomic_int interrupted;
/* Whoever begins second must find the handler in place. */
static pthread_mutex_t interrupt_turn = PTHREAD_MUTEX_INITIALIZER;
static int interrupt_depth;
static struct sigaction previous_interrupt;

static void interrupt(int signal_number) {
  (void)signal_number;
  atomic_store(&interrupted, 1);
}

static void interrupt_install(void) {
  atomic_store(&interrupted, 0);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = interrupt;
  // Files and databases being written must not see EINTR; poll() and sleeps return all the same.
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &previous_interrupt);
}

void cle_interrupt_begin(void) {
  pthread_mutex_lock(&interrupt_turn);
  if (interrupt_depth++ == 0) interrupt_install();
  pthread_mutex_unlock(&interrupt_turn);
}

void cle_interrupt_end(void) {
  pthread_mutex_lock(&interrupt_turn);
  if (--interrupt_depth == 0) {
    sigaction(SIGINT, &previous_interrupt, NULL);
    atomic_store(&interrupted, 0);
  }
  pthread_mutex_unlock(&interrupt_turn);
}

bool cle_interrupt_is_set(void) { return atomic_load(&interrupted) != 0; }

void cle_interrupt_clear(void) { atomic_store(&interrupted, 0); }
