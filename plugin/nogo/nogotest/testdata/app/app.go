// Package app holds what docs/bazel.md speaks of.
package app

import "os"

func leak(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Sync()
}

func silenced(name string) error {
	f, err := os.Open(name) //nolint:leakvet
	if err != nil {
		return err
	}
	return f.Sync()
}

func suppressed(name string) error {
	//leakvet:ignore unclosed the process ends right after
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Sync()
}

// A lease is a resource that only the configuration knows.
type lease struct{}

func acquire() *lease { return &lease{} }

func (*lease) giveBack() {}

func hold() {
	l := acquire()
	println(l)
}
