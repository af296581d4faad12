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
// permissions, once they are on the disk. A link stays one, to the new file, also
// if it led nowhere before. Of a process that is killed the temporary file stays,
// under a name that begins with [Temporary].
func WriteFile(path string, w io.WriterTo) error {
	path, err := target(path)
	if err != nil {
		return err
	}
	f, err := temporary(filepath.Dir(path))
	if err != nil {
		return err
	}
	whole := false
	defer func() {
		if !whole {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err := w.WriteTo(f); err != nil {
		return err
	}
	if old, err := os.Stat(path); err == nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	// Windows renames closed files only.
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	whole = true
	// The new name is on the disk when the folder is. Not every system lets folders be
	// synced; the file is whole in any case.
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		folder.Sync()
		folder.Close()
	}
	return nil
}

// target returns where links lead that stand at path.
func target(path string) (string, error) {
	const most = 40 // as in Linux
	for range most {
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil // it is no link
		}
		if !filepath.IsAbs(to) {
			// Not joined: ".." may follow a link to a folder.
			to = filepath.Dir(path) + string(filepath.Separator) + to
		}
		path = to
	}
	return "", fmt.Errorf("%s: received more than %d links that lead to one another", path, most)
}

// Temporary is how the name of a file begins that isn't whole yet.
const Temporary = ".keras-"

// temporary makes a new file in a folder. Unlike that of os.CreateTemp it has the
// permissions that any other file would have.
func temporary(folder string) (*os.File, error) {
	for {
		name := filepath.Join(folder, fmt.Sprintf("%s%016x", Temporary, rand.Uint64()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}
