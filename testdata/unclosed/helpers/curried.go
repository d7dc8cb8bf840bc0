package helpers

import (
	"fmt"
	"os"
)

// A helper that returns a func which returns what it was given.
func orPanic[T any](v T, err error) func(what string) T {
	return func(what string) T {
		if err != nil {
			panic(fmt.Errorf("%s: %w", what, err))
		}
		return v
	}
}

func lazily(f *os.File) func() *os.File { return func() *os.File { return f } }

// A func that it returns may as well close it.
func closing(f *os.File) func() error { return func() error { return f.Close() } }

func goodCurried() (string, error) {
	f := orPanic(os.Open("a"))("the list")
	defer f.Close()
	return readFirst(f)
}

func badCurried() (string, error) {
	f := orPanic(os.Open("a"))("the list") // want "unclosed: .*is never closed"
	return readFirst(f)
}

func goodLazily() (string, error) {
	f, err := os.Open("a")
	if err != nil {
		return "", err
	}
	get := lazily(f)
	defer func() { get().Close() }()
	return readFirst(get())
}

func badLazily() (string, error) {
	f, err := os.Open("a") // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return readFirst(lazily(f)())
}

func goodClosing() (string, error) {
	f, err := os.Open("a")
	if err != nil {
		return "", err
	}
	defer closing(f)()
	return readFirst(f)
}

func readFirst(f *os.File) (string, error) {
	buf := make([]byte, 64)
	n, err := f.Read(buf)
	return string(buf[:n]), err
}
