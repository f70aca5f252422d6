// SQLite's C interface, with what Swift cannot call because its arguments vary.

#ifndef C_SQLITE_H
#define C_SQLITE_H

#include <sqlite3.h>

/// Once, before the first connection: nobody asks how much memory SQLite has, and counting it takes a lock at every
/// allocation.
static inline int csq_forgo_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// A text in double quotes is a name and never a literal: a column misspelt in a statement is an error.
static inline void csq_forbid_quoted_literals(sqlite3 *database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
}

static inline void csq_enforce_foreign_keys(sqlite3 *database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)0);
}

#endif
