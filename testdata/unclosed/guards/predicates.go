package guards

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"example.com/cases/unclosed/guards/other"
)

// errors.Is with nil asks whether there is an error.
func goodIsNil(path string) ([]byte, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, nil):
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	default:
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// It is the right branch that leaves.
func badIsNil(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if errors.Is(err, nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// What a second error is, says errors.Is too.
func goodIsNilLater(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	if errors.Is(err, nil) {
		return f.Close()
	}
	f.Close()
	return err
}

// There is nothing that a nil error could be.
func isMissing(err error) bool {
	if err == nil {
		return false
	}
	return errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "does not exist")
}

// So there is no file.
func goodPredicate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// The predicate is another package's.
func goodImportedPredicate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if other.IsTemporary(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Nil is fine, too.
func isHarmless(err error) bool {
	return err == nil || errors.Is(err, fs.ErrNotExist)
}

// So there may be a file.
func badPredicate(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if isHarmless(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// The predicate is another package's.
func badImportedPredicate(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if other.IsFine(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A system is a file system that may be made up.
type system interface {
	IsMissing(err error) bool
	HasFailed(err error) bool
}

// The predicate is somebody's.
func goodPredicateOfInterface(sys system, path string) ([]byte, error) {
	f, err := os.Open(path)
	if sys.IsMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Of what is named otherwise nothing is known.
func badPredicateOfInterface(sys system, path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if sys.HasFailed(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
