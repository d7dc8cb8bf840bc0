// Package lib has helpers that call what they are given, or may.
package lib

// OnError calls f if there is an error, or a panic.
func OnError(err *error, f func()) {
	p := recover()
	if *err != nil || p != nil {
		f()
	}
	if p != nil {
		panic(p)
	}
}

// Always calls f, if there is one.
func Always(f func()) {
	if f != nil {
		f()
	}
}
