// libyaml's C interface.

#ifndef C_YAML_H
#define C_YAML_H

#include <yaml.h>

#endif
