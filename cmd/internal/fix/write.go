package fix

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write writes the files that change, each of them whole or not at all.
func (p *Plan) Write() error {
	for _, f := range p.Files {
		if err := replace(f.Path, f.New); err != nil {
			return fmt.Errorf("%s is not changed, nor is any file after it: %w: mend that, and call leakvet -fix again", f.Name, err)
		}
	}
	return nil
}

// replace gives a file a new content and keeps its mode.
func replace(path string, content []byte) (err error) {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".leakvet-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(content)
	if err = errors.Join(err, file.Chmod(info.Mode().Perm()), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
