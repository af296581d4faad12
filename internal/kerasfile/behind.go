package kerasfile

import (
	"errors"
	"os"
)

// behind is a file whose bytes go to the disk while more of them are written: at the end
// there is less to wait for.
type behind struct {
	f    *os.File
	n    int           // bytes since the last time
	more chan struct{} // tells that there is something to be done
	err  chan error
}

// syncEvery is how many bytes are worth a trip to the disk.
const syncEvery = 4 << 20

func newBehind(f *os.File) *behind {
	b := &behind{f: f, more: make(chan struct{}, 1), err: make(chan error, 1)}
	go func() {
		var err error
		for range b.more {
			err = errors.Join(err, f.Sync())
		}
		b.err <- err
	}()
	return b
}

func (b *behind) Write(p []byte) (int, error) {
	n, err := b.f.Write(p)
	if b.n += n; b.n >= syncEvery {
		b.n = 0
		select {
		case b.more <- struct{}{}:
		default: // it has not caught up
		}
	}
	return n, err
}

// wait ends it, and returns what went wrong at the disk.
func (b *behind) wait() error {
	close(b.more)
	return <-b.err
}
