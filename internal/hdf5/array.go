package hdf5

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
)

// Array is the elements of a [Dataset] or an [Attribute], in row-major order.
type Array struct {
	f      *File
	where  string
	typ    Type
	space  dataspace
	n      int
	data   *io.SectionReader
	inFile bool // contiguous, or within a structure
	block  int  // bytes that are best read together
}

// Element is what elements are read as.
type Element interface {
	bool | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64 | string
}

// Source is a [*Dataset] or an [*Attribute].
type Source interface{ array() *Array }

func (a *Array) array() *Array { return a }

// Type returns how the elements are stored.
func (a *Array) Type() Type { return a.typ }

// Shape returns the sizes of the axes: none for a scalar.
func (a *Array) Shape() []int { return slices.Clone(a.space.shape) }

// Len returns the number of elements.
func (a *Array) Len() int { return a.n }

// Verbatim says whether the file holds the elements as they are: then they are no
// more than its bytes. Others are in chunks, or were never written; see [File.Limit].
func (a *Array) Verbatim() bool { return a.inFile }

// Bounded returns an error if the elements may take memory out of proportion to the file:
// see [File.Limit]. Who makes room for [ReadInto] asks before.
func (a *Array) Bounded() error {
	if size := a.data.Size(); !a.inFile && size > a.f.Limit() {
		return at(a.where, fmt.Errorf("%d bytes of elements, which a file of %d bytes doesn't hold as they are: more than %d", size, a.f.size, a.f.Limit()))
	}
	return nil
}

// Raw returns a reader of the elements' bytes, unpacked but otherwise as they are
// in the file: those of strings of variable length are references.
func (a *Array) Raw() io.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(a.data, 0, a.data.Size()), min(max(a.block, minBlock), maxBlock))
}

// describe sets type and shape, and returns the number of bytes of the elements.
func (a *Array) describe(f *File, where string, datatype, space []byte) (n int, err error) {
	a.f, a.where = f, where
	if a.typ, err = parseDatatype(datatype); err != nil {
		return 0, err
	}
	if uint64(a.typ.Size) > f.size {
		return 0, fmt.Errorf("elements of %d bytes in a file of %d", a.typ.Size, f.size)
	}
	if a.space, err = parseDataspace(space); err != nil {
		return 0, err
	}
	if a.n, err = a.space.len(); err != nil {
		return 0, err
	}
	return a.space.bytes(a.typ.Size)
}

// Read returns the elements, converted to T as [ReadInto] does.
func Read[T Element](s Source) ([]T, error) {
	a := s.array()
	if err := a.Bounded(); err != nil {
		return nil, err
	}
	dst := make([]T, a.n)
	if err := ReadInto(s, dst); err != nil {
		return nil, err
	}
	return dst, nil
}

// Scalar returns the one element there is, converted to T.
func Scalar[T Element](s Source) (T, error) {
	var one [1]T
	if a := s.array(); a.n != 1 {
		return one[0], at(a.where, fmt.Errorf("shape %v, expected one element", a.space.shape))
	}
	err := ReadInto(s, one[:])
	return one[0], err
}

// ReadInto reads the elements into dst, whose length is theirs. Numbers become
// any type of numbers, rounded to a float, but to an integer only if that
// changes none of them. Booleans become 0 and 1; bool takes nothing else.
func ReadInto[T Element](s Source, dst []T) error {
	a := s.array()
	if len(dst) != a.n {
		return at(a.where, fmt.Errorf("%d elements, expected %d", a.n, len(dst)))
	}
	return at(a.where, a.readInto(any(dst)))
}

func (a *Array) readInto(dst any) error {
	switch dst := dst.(type) {
	case []string:
		return readText(a, dst)
	case []bool:
		return readBools(a, dst)
	case []int8:
		return readNumbers(a, dst, Int8)
	case []int16:
		return readNumbers(a, dst, Int16)
	case []int32:
		return readNumbers(a, dst, Int32)
	case []int64:
		return readNumbers(a, dst, Int64)
	case []uint8:
		return readNumbers(a, dst, Uint8)
	case []uint16:
		return readNumbers(a, dst, Uint16)
	case []uint32:
		return readNumbers(a, dst, Uint32)
	case []uint64:
		return readNumbers(a, dst, Uint64)
	case []float32:
		return readNumbers(a, dst, Float32)
	case []float64:
		return readNumbers(a, dst, Float64)
	}
	return errors.ErrUnsupported
}

// readAt reads len(p) bytes, which the array has.
func (a *Array) readAt(p []byte, offset int64) error {
	if n, err := a.data.ReadAt(p, offset); n < len(p) {
		return fmt.Errorf("data: %w", err)
	}
	return nil
}

// minPart is how many bytes are worth another goroutine to read them.
const minPart = 1 << 20

// readAll reads all bytes of the array, which p has room for: those of a large one, as the
// file has them, in several parts at once. Memory that is new takes longer to be had than
// bytes to be copied into it.
func (a *Array) readAll(p []byte) error {
	parts := min(runtime.GOMAXPROCS(0), len(p)/minPart)
	if parts < 2 || !a.inFile {
		return a.readAt(p, 0)
	}
	errs := make([]error, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			from, to := len(p)*i/parts, len(p)*(i+1)/parts
			errs[i] = a.readAt(p[from:to], int64(from))
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// minBlock is enough bytes at a time where any number is as good.
const minBlock = 1 << 14

// inBlocks reads the elements some kilobytes at a time, or as many as are together.
func (a *Array) inBlocks(do func(first int, p []byte) error) error {
	unit := max(a.block, a.typ.Size)
	each := unit * max(1, minBlock/unit) / a.typ.Size
	p := make([]byte, min(each, a.n)*a.typ.Size)
	for first := 0; first < a.n; first += each {
		p = p[:min(each, a.n-first)*a.typ.Size]
		if err := a.readAt(p, int64(first)*int64(a.typ.Size)); err != nil {
			return err
		}
		if err := do(first, p); err != nil {
			return err
		}
	}
	return nil
}
