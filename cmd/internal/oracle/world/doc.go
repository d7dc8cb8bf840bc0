// Package world is the world in which the oracle runs a program: stand-ins for
// the packages that hand out resources, which fail when they are told to, and
// know what is open.
//
// A program that is judged imports database/sql, net/http, os and testing; the
// one that runs imports the packages below this one under the same names, and
// is the same text otherwise. Package sql is the real database/sql over a driver
// that counts; what is open is what the driver says, not what this package
// believes. Package env holds what no analysis can foresee: conditions and steps
// that may fail.
//
// A run is one execution of a program with one sequence of decisions. Explore
// tries them all, in the manner of a stateless model checker: the first run
// takes the first alternative at each decision, each further run repeats the
// decisions of the last one up to the last that has an alternative left.
package world
