// Package manual is the code of the rule's manual.
package manual

import "os"

func badOpen(name string) bool {
	//leakvet:ignore unclosed // want "directive: suppression of unclosed has no reason"
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	return f != nil
}

func goodOpen(name string) bool {
	//leakvet:ignore unclosed the process ends right after
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	return f != nil
}
