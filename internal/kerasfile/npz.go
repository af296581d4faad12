package kerasfile

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/gokeras/keras/tensor"
)

// NPZ is weights in a .npz archive of NumPy's that is open for reading. There are three
// kinds:
//
//   - arrays that are named as in the HDF5 file, layers/dense/vars/0, as [NPZFile] writes
//   - pickled dictionaries of arrays, one for each owner, layers/dense, as Keras 2.12 and
//     later write in a .keras file if they are told to; see pickle.go
//   - arrays in the order of the model's weights, arr_0, as numpy.savez names them
//
// What it gives takes memory in proportion to the file's size, whatever the file says.
type NPZ struct {
	a       *archive
	members map[string]*zip.File // by name without .npy
	room    int64
}

// npz opens an archive as one of weights.
func (a *archive) npz() (*NPZ, error) {
	n := &NPZ{a: a, members: map[string]*zip.File{}}
	most := uint64(1<<26 + 16*a.size)
	sum := uint64(0)
	for _, f := range a.files {
		name, ok := cutNPY(f.Name)
		if !ok {
			return nil, fmt.Errorf("received %q in the archive, expected a .keras file or arrays, whose names end in .npy", f.Name)
		}
		if sum += min(f.UncompressedSize64, most+1); sum > most {
			return nil, fmt.Errorf("received arrays of more than %d bytes in a file of %d, which is suspicious", most, a.size)
		}
		n.members[name] = f
	}
	n.room = 2 * int64(sum)
	if name, _ := cutNPY(a.first()); n.members[name] == nil {
		return nil, errors.New("the archive doesn't begin with an array: it may be the end of a .keras file")
	}
	return n, nil
}

// first returns the name of the member that the file begins with. Where an archive within
// one that was cut off is taken for the whole, it isn't there.
func (a *archive) first() string {
	head := make([]byte, 30)
	if n, _ := a.r.ReadAt(head, 0); n < len(head) {
		return ""
	}
	name := make([]byte, binary.LittleEndian.Uint16(head[26:]))
	n, _ := a.r.ReadAt(name, int64(len(head)))
	return string(name[:n])
}

func cutNPY(name string) (string, bool) {
	const ending = ".npy"
	if len(name) < len(ending) || name[len(name)-len(ending):] != ending {
		return name, false
	}
	return name[:len(name)-len(ending)], true
}

// Vars implements [Store].
func (n *NPZ) Vars(path string) ([]*Value, error) {
	read := func() ([]*tensor.Tensor, error) { return n.numbered(group(path) + "/") }
	if f := n.members[cmp.Or(path, "__root__")]; f != nil {
		read = func() ([]*tensor.Tensor, error) { return n.pickled(f) }
	}
	list, err := read()
	return inMemory(list), err
}

// InOrder returns the arrays of a file that has no names for them, in their order; none
// if it has names.
func (n *NPZ) InOrder() ([]*tensor.Tensor, error) {
	list, err := n.numbered("arr_")
	if err == nil && len(list) < len(n.members) {
		list = nil
	}
	return list, err
}

// numbered returns the arrays whose names begin alike, and end in 0, 1, ….
func (n *NPZ) numbered(prefix string) ([]*tensor.Tensor, error) {
	var list []*tensor.Tensor
	for {
		f := n.members[prefix+strconv.Itoa(len(list))]
		if f == nil {
			return list, nil
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		t, err := tensor.ReadNPY(r)
		if err == nil {
			_, err = io.Copy(io.Discard, r) // to its end, where the checksum is verified
		}
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		list = append(list, t)
	}
}

// pickled returns the arrays in a dictionary whose keys are 0, 1, ….
func (n *NPZ) pickled(f *zip.File) ([]*tensor.Tensor, error) {
	b, err := n.a.contents(f, 1<<62)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	list, err := unpickleVars(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return list, nil
}

// An NPZFile is a .npz file of weights, with an array for each variable, named as the
// datasets of a [WeightsFile]: layers/dense/vars/0.
type NPZFile []Vars

// WriteTo implements [io.WriterTo].
func (weights NPZFile) WriteTo(w io.Writer) (int64, error) {
	var list []tensor.Named
	for _, v := range weights {
		for i, t := range v.Tensors {
			list = append(list, tensor.Named{Name: group(v.Path) + "/" + strconv.Itoa(i), Tensor: t})
		}
	}
	out := &counter{w: w}
	err := tensor.WriteNPZList(out, list)
	return out.n, err
}

// npy returns the array that bytes are, with what NumPy says of them.
func npy(descr string, fortran bool, shape string, data []byte) (*tensor.Tensor, error) {
	order := "False"
	if fortran {
		order = "True"
	}
	h := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr, order, shape)
	start := append([]byte("\x93NUMPY\x01\x00"), byte(len(h)), byte(len(h)>>8))
	rest := bytes.NewReader(data)
	t, err := tensor.ReadNPY(io.MultiReader(bytes.NewReader(append(start, h...)), rest))
	if err == nil && rest.Len() > 0 {
		err = fmt.Errorf("received %d bytes more than %s elements of shape %s take", rest.Len(), descr, shape)
	}
	return t, err
}
