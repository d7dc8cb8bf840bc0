// Package embedded iterates over types whose methods are promoted.
package embedded

import "example.com/cases/unclosed/embedded/sets"

func goodNames(r sets.Reader) ([]string, error) {
	names, err := r.Names()
	if err != nil {
		return nil, err
	}
	var all []string
	for names.Next() {
		all = append(all, names.Get())
	}
	return all, nil
}

func badLines(r sets.Reader) ([]string, error) {
	lines, err := r.Lines() // want "unclosed: lines .*is never closed"
	if err != nil {
		return nil, err
	}
	var all []string
	for lines.Next() {
		all = append(all, lines.Get())
		if len(all) > 9 {
			break
		}
	}
	return all, nil
}

func goodLines(r sets.Reader) ([]string, error) {
	lines, err := r.Lines()
	if err != nil {
		return nil, err
	}
	defer lines.Close()
	var all []string
	for lines.Next() {
		all = append(all, lines.Get())
	}
	return all, nil
}
