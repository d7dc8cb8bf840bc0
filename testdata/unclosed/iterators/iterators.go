// Package iterators has iterators that are owed because of their name and shape:
// the code that makes them cannot be followed to where they come from.
package iterators

import "example.com/cases/unclosed/iterators/lib"

func badSoundings(l *lib.Lake) (deepest float64, err error) {
	it, err := l.Soundings() // want "unclosed: it .*SoundingIterator.* is never released"
	if err != nil {
		return 0, err
	}
	for it.Next() {
		deepest = max(deepest, it.Depth())
	}
	return deepest, nil
}

func badEarlyReturn(l *lib.Lake, enough float64) (bool, error) {
	it, err := l.Soundings() // want "unclosed: it .*is not released on every path"
	if err != nil {
		return false, err
	}
	for it.Next() {
		if it.Depth() > enough {
			return true, nil
		}
	}
	it.Release()
	return false, nil
}

func goodSoundings(l *lib.Lake) (deepest float64, err error) {
	it, err := l.Soundings()
	if err != nil {
		return 0, err
	}
	defer it.Release()
	for it.Next() {
		deepest = max(deepest, it.Depth())
	}
	return deepest, nil
}

// The type that it is of releases nothing.
func goodRemembered(l *lib.Lake) (n int, err error) {
	it, err := l.Remembered()
	if err != nil {
		return 0, err
	}
	for it.Next() {
		n++
	}
	return n, nil
}

// It is lent.
func goodLast(l *lib.Lake) (bool, error) {
	it, err := l.Last()
	if err != nil {
		return false, err
	}
	return it.Next(), nil
}

// What is around it is not owed beside it.
func goodDeeper(l *lib.Lake) (n int, err error) {
	all, err := l.Soundings()
	if err != nil {
		return 0, err
	}
	defer all.Release()
	it, err := lib.Deeper(all, 10)
	if err != nil {
		return 0, err
	}
	for it.Next() {
		n++
	}
	return n, nil
}
