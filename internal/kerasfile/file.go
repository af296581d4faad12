package kerasfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// WriteFile makes the file at path hold what w writes, or leaves it as it was:
// the bytes go to a temporary file beside it, which takes its place, and has its
// permissions, once they are on the disk. A link stays one, to the new file.
func WriteFile(path string, w io.WriterTo) (err error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := temporary(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = w.WriteTo(f); err != nil {
		return err
	}
	if old, err := os.Stat(path); err == nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if err = f.Sync(); err != nil {
		return err
	}
	// Windows renames closed files only.
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// temporary makes a new file in a folder. Unlike that of os.CreateTemp it has the
// permissions that any other file would have.
func temporary(folder string) (*os.File, error) {
	for {
		name := filepath.Join(folder, fmt.Sprintf(".keras-%016x", rand.Uint64()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}
