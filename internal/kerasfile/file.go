package kerasfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
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
	name, err := stage(path, w)
	if err != nil {
		return err
	}
	defer letGo(path)()
	if err := os.Rename(name, path); err != nil {
		os.Remove(name)
		return err
	}
	// The new name is on the disk when the folder is. Not every system lets folders be
	// synced; the file is whole in any case.
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		folder.Sync()
		folder.Close()
	}
	return nil
}

// letGo returns a function to be called when the file at path, if there is one, has been
// replaced. The system gives up a large file with the last who has it open, which takes nearly as
// long as to write it; so that is someone for whom nobody waits. Windows doesn't
// replace open files.
func letGo(path string) func() {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && runtime.GOOS != "windows" {
		if old, err := os.Open(path); err == nil {
			return func() { go old.Close() }
		}
	}
	return func() {}
}

// stage makes a temporary file beside path, of what is to stand there, and returns its name.
func stage(path string, w io.WriterTo) (name string, err error) {
	f, err := temporary(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	defer func() {
		// Windows renames closed files only.
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(f.Name())
		}
	}()
	b := newBehind(f)
	if _, err := w.WriteTo(b); err != nil {
		return "", errors.Join(err, b.wait())
	}
	if err := b.wait(); err != nil {
		return "", err
	}
	if old, err := os.Stat(path); err == nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return "", err
		}
	}
	return f.Name(), f.Sync()
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
		f, err := os.OpenFile(filepath.Join(folder, temporaryName()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

func temporaryName() string { return fmt.Sprintf("%s%016x", Temporary, rand.Uint64()) }
