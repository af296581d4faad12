package kerasfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/gokeras/keras/internal/hdf5"
)

// Limits on what a member may be, against archives made to exhaust memory.
const (
	maxConfig = 256 << 20 // bytes of config.json
	maxRatio  = 100       // how much a compressed member may grow, as in Keras
)

// A Reader is a .keras file that is open for reading. What it gives takes memory
// in proportion to the file's size, whatever the file says.
type Reader struct {
	Store
	member string // that the store is in
	config []byte
	room   int64
}

// Open reads the config of a .keras file and opens its weights.
func Open(r io.ReaderAt, size int64) (*Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("not a .keras file: %w", err)
	}
	a := &archive{r, size, z.File}
	f := &Reader{}
	member, err := a.find(configName)
	if err != nil {
		return nil, err
	}
	if f.config, err = a.contents(member, maxConfig); err != nil {
		return nil, fmt.Errorf("%s: %w", configName, err)
	}
	if err := a.weights(f); err != nil {
		return nil, err
	}
	return f, nil
}

// weights opens the member that has the weights.
func (a *archive) weights(f *Reader) error {
	member, err := a.find(weightsName)
	if err != nil {
		if npz, npzErr := a.find(npzName); npzErr == nil {
			member, err = npz, nil
		}
	}
	if err != nil {
		return err
	}
	f.member = member.Name
	h, err := a.section(member)
	if err == nil && f.member == npzName {
		err = f.openNPZ(h)
	} else if err == nil {
		var w *Weights
		if w, err = OpenWeights(h, h.Size()); err == nil {
			f.Store, f.room = w, w.Room()
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.member, err)
	}
	return nil
}

func (f *Reader) openNPZ(s section) error {
	z, err := zip.NewReader(s, s.Size())
	if err != nil {
		return err
	}
	n, err := (&archive{s, s.Size(), z.File}).npz()
	if err == nil {
		f.Store, f.room = n, n.room
	}
	return err
}

// An archive is a ZIP file whose members are read.
type archive struct {
	r     io.ReaderAt
	size  int64
	files []*zip.File
}

// find returns the last member of a name, as Python does.
func (a *archive) find(name string) (*zip.File, error) {
	for _, f := range slices.Backward(a.files) {
		if f.Name == name {
			return f, nil
		}
	}
	return nil, fmt.Errorf("not a .keras file: the archive has no %s", name)
}

// A section is a member that is read in any order.
type section interface {
	io.ReaderAt
	Size() int64
}

// section returns a member: where it lies in the archive, or unpacked in memory
// if it is compressed. Its checksum is right.
func (a *archive) section(f *zip.File) (section, error) {
	if f.Method != zip.Store {
		b, err := a.contents(f, math.MaxInt64)
		return bytes.NewReader(b), err
	}
	at, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	n := f.UncompressedSize64
	if n > uint64(a.size-at) {
		return nil, fmt.Errorf("received %d bytes at %d in a file of %d", n, at, a.size)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	// Discard itself would read 8 KB at a time.
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, make([]byte, 1<<18)); err != nil {
		return nil, err
	}
	return io.NewSectionReader(a.r, at, int64(n)), nil
}

// contents returns the bytes of a member.
func (a *archive) contents(f *zip.File, most uint64) ([]byte, error) {
	n, packed := f.UncompressedSize64, f.CompressedSize64
	if n > most || packed > uint64(a.size) || n/maxRatio > packed {
		return nil, fmt.Errorf("received %d bytes packed into %d of a file of %d, which is more than is allowed", n, packed, a.size)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(n)+1))
	if err == nil && uint64(len(b)) != n {
		err = fmt.Errorf("received %d bytes or more, expected %d", len(b), n)
	}
	return b, err
}

// Config returns the text of config.json.
func (r *Reader) Config() []byte { return r.config }

// Member returns the name of the member that has the weights.
func (r *Reader) Member() string { return r.member }

// Room returns how many bytes the variables take at most: see [Weights.Room].
func (r *Reader) Room() int64 { return r.room }

// File returns the HDF5 file of the weights, for a look at all that is in it; nil if they
// are in another format.
func (r *Reader) File() *hdf5.File {
	if w, ok := r.Store.(*Weights); ok {
		return w.file
	}
	return nil
}
