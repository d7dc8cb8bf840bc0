// Package hidden puts something around a store that is to be closed.
package hidden

import "example.com/cases/undisposed/hidden/store"

func badCached(dsn string) (string, error) {
	s, err := store.Open(dsn) // want "undisposed: s .* is never closed"
	if err != nil {
		return "", err
	}
	c := store.NewCached(s)
	defer c.Close()
	return c.Get("k")
}

func goodCached(dsn string) (string, error) {
	s, err := store.Open(dsn)
	if err != nil {
		return "", err
	}
	defer s.Close()
	c := store.NewCached(s)
	defer c.Close()
	return c.Get("k")
}

func goodCounted(dsn string) (string, error) {
	s, err := store.Open(dsn)
	if err != nil {
		return "", err
	}
	c := store.NewCounted(s)
	defer c.Close()
	return c.Get("k")
}

func goodPooled(dsn string, free chan store.Store) (string, error) {
	s, err := store.Open(dsn)
	if err != nil {
		return "", err
	}
	c := store.NewPooled(s, free)
	defer c.Close()
	return c.Get("k")
}

func goodNamed(dsn string) (string, error) {
	s, err := store.Open(dsn)
	if err != nil {
		return "", err
	}
	c := store.NewAround(s)
	defer c.Close()
	return c.Get("k")
}

func goodPlain(dsn string) (string, error) {
	s, err := store.Open(dsn)
	if err != nil {
		return "", err
	}
	c := store.NewPlain(s)
	defer c.Close()
	return c.Get("k")
}
