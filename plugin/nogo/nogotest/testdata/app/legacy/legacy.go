// Package legacy is left alone by the configuration.
package legacy

import "os"

func leak(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Sync()
}
