package tensor

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// LoadNPZ returns the arrays in a .npz file by their names, as [ReadNPZ] does.
func LoadNPZ(path string) (map[string]*Tensor, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	arrays, err := ReadNPZ(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return arrays, nil
}

// SaveNPZ writes arrays to a .npz file, which is there whole or not at all.
func SaveNPZ(path string, arrays map[string]*Tensor) error {
	return save(path, func(w io.Writer) error { return WriteNPZ(w, arrays) })
}

// Named is an array with a name.
type Named struct {
	Name string
	*Tensor
}

// SaveNPZList is [SaveNPZ] for arrays in an order.
func SaveNPZList(path string, list []Named) error {
	return save(path, func(w io.Writer) error { return WriteNPZList(w, list) })
}

// WriteNPZ writes arrays as numpy.savez does: a ZIP archive of .npy files, not
// compressed, in the order of their names.
func WriteNPZ(w io.Writer, arrays map[string]*Tensor) error {
	var list []Named
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		list = append(list, Named{name, arrays[name]})
	}
	return WriteNPZList(w, list)
}

// WriteNPZList is [WriteNPZ] for arrays in an order.
func WriteNPZList(w io.Writer, list []Named) error {
	z := zip.NewWriter(w)
	date := time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC) // as NumPy has it: the same arrays, the same bytes
	for _, x := range list {
		if x.Tensor == nil {
			return fmt.Errorf("npz: %s: received no array", x.Name)
		}
		entry, err := z.CreateHeader(&zip.FileHeader{Name: x.Name + ".npy", Method: zip.Store, Modified: date})
		if err != nil {
			return err
		}
		if err := WriteNPY(entry, x.Tensor); err != nil {
			return fmt.Errorf("npz: %s: %w", x.Name, err)
		}
	}
	return z.Close()
}

// An entry that grows so much when it is unpacked, and so far, is no data.
const (
	maxGrowth  = 100
	largeEntry = 1 << 32
)

// ReadNPZ returns the arrays in a .npz archive of so many bytes, by their names,
// which have no ending .npy. It errs for whatever [ReadNPY] errs for, and for an
// entry that isn't a .npy file.
func ReadNPZ(r io.ReaderAt, size int64) (map[string]*Tensor, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("npz: %w", err)
	}
	arrays := map[string]*Tensor{}
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			return nil, fmt.Errorf("npz: received entry %q, expected .npy files", f.Name)
		}
		if _, twice := arrays[name]; twice {
			return nil, fmt.Errorf("npz: %s: there are two arrays of this name", name)
		}
		if f.UncompressedSize64 > largeEntry && f.UncompressedSize64/maxGrowth > f.CompressedSize64 {
			return nil, fmt.Errorf("npz: %s: received %d bytes that unpack to %d, which is suspicious", name, f.CompressedSize64, f.UncompressedSize64)
		}
		if arrays[name], err = readEntry(f); err != nil {
			return nil, fmt.Errorf("npz: %s: %w", name, err)
		}
	}
	return arrays, nil
}

func readEntry(f *zip.File) (*Tensor, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	t, err := ReadNPY(r)
	if err != nil {
		return nil, err
	}
	// At its end the archive's checksum is verified.
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	return t, nil
}
