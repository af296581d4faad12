package hdf5

import (
	"errors"
	"fmt"
)

// Error is a fault in a file, or in what was asked of it.
type Error struct {
	Path string // place inside the file, such as /layers/dense/vars/0
	Err  error  // what is wrong there
}

// Error implements error.
func (e *Error) Error() string { return "hdf5: " + e.Path + ": " + e.Err.Error() }

// Unwrap returns what is wrong. It is or wraps [fs.ErrNotExist] for a name that
// isn't there and [errors.ErrUnsupported] for what this package doesn't read.
func (e *Error) Unwrap() error { return e.Err }

// at says where err happened, unless it says so already.
func at(path string, err error) error {
	if err == nil {
		return nil
	}
	if e := (*Error)(nil); errors.As(err, &e) {
		return err
	}
	return &Error{path, err}
}

// unsupported refuses something that is legal but not read here.
func unsupported(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, errors.ErrUnsupported)...)
}
