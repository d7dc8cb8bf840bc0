package cgo

import "os"

func leak(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Sync()
}
