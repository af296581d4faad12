package main

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/tensor"
)

// An item is one thing in a file.
type item struct {
	Path       string         `json:"path"`
	Kind       string         `json:"kind"` // "array", "group", "text" or "file"
	Shape      []int          `json:"shape,omitzero"`
	Type       string         `json:"type,omitempty"`
	Bytes      int            `json:"bytes,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`

	array func() (*tensor.Tensor, error)
	text  func() ([]byte, error)
}

// withItems calls f with what a file holds, while it is open.
func withItems(path string, f func([]item) error) error {
	if ext := filepath.Ext(path); ext == ".npz" || ext == ".npy" {
		arrays, err := readArrays(path)
		if err != nil {
			return err
		}
		var items []item
		for _, name := range slices.Sorted(maps.Keys(arrays)) {
			items = append(items, itemOfTensor(cmp.Or(name, "array"), arrays[name]))
		}
		return f(items)
	}
	var files opened
	defer files.close()
	items, err := files.items(path)
	if _, told := errors.AsType[*os.PathError](err); told {
		return err // which has the path
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return f(items)
}

// opened is files that are open.
type opened []*os.File

func (o *opened) open(path string) (io.ReaderAt, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	*o = append(*o, file)
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("it is a folder, expected a file")
	}
	if err != nil {
		return nil, 0, err
	}
	return file, info.Size(), nil
}

func (o *opened) close() {
	for _, file := range *o {
		file.Close()
	}
}

// items returns what a file holds that isn't arrays of NumPy alone.
func (o *opened) items(path string) ([]item, error) {
	r, size, err := o.open(path)
	if err != nil {
		return nil, err
	}
	if kerasfile.IsH5(r) {
		file, err := hdf5.Open(r, size)
		if err != nil {
			return nil, err
		}
		return itemsOfHDF5(file)
	}
	if filepath.Ext(path) == ".json" && !weightsAlone(path) {
		return nil, fmt.Errorf("expected a file with arrays: keras summary %s shows an architecture", path)
	}
	if filepath.Ext(path) == ".json" {
		return o.itemsOfShards(path, r, size)
	}
	file, err := kerasfile.Open(r, size)
	if err != nil {
		return nil, fmt.Errorf("neither HDF5 nor a .keras file: %w", err)
	}
	items, err := members(r, size, file.Member())
	if err != nil {
		return nil, err
	}
	var arrays []item
	switch store := file.Store.(type) {
	case *kerasfile.Weights:
		arrays, err = itemsOfHDF5(store.File())
	case *kerasfile.NPZ:
		arrays, err = itemsOfNPZ(store)
	}
	return append(items, arrays...), err
}

// itemsOfShards returns what the files of weights hold that an index tells of.
func (o *opened) itemsOfShards(path string, r io.ReaderAt, size int64) ([]item, error) {
	index := make([]byte, min(size, maxArchitecture))
	if _, err := r.ReadAt(index, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	shards, err := kerasfile.OpenShards(index, nil)
	if err != nil {
		return nil, err
	}
	var all []item
	seen := map[string]bool{}
	for _, name := range shards.Files() {
		r, size, err := o.open(filepath.Join(filepath.Dir(path), name))
		if err != nil {
			return nil, err
		}
		file, err := hdf5.Open(r, size)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		items, err := itemsOfHDF5(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, it := range items {
			if it.Kind == "group" && seen[it.Path] {
				continue
			}
			seen[it.Path] = true
			all = append(all, it)
		}
	}
	return all, nil
}

// members returns the members of a .keras file but the one with the weights.
func members(r io.ReaderAt, size int64, weights string) ([]item, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, m := range z.File {
		if m.Name == weights || strings.HasSuffix(m.Name, "/") {
			continue
		}
		it := item{Path: m.Name, Kind: "file", Bytes: int(min(m.UncompressedSize64, 1<<62))}
		if filepath.Ext(m.Name) == ".json" {
			it.Kind = "text"
		}
		it.text = func() ([]byte, error) {
			f, err := m.Open()
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return io.ReadAll(io.LimitReader(f, maxArchitecture))
		}
		items = append(items, it)
	}
	return items, nil
}

func itemOfTensor(path string, t *tensor.Tensor) item {
	return item{
		Path: path, Kind: "array", Shape: append([]int{}, t.Shape()...), Type: t.DType().String(), Bytes: t.Size() * t.DType().Size(),
		array: func() (*tensor.Tensor, error) { return t, nil },
	}
}

// itemsOfNPZ returns the arrays of weights that aren't HDF5.
func itemsOfNPZ(weights *kerasfile.NPZ) ([]item, error) {
	var items []item
	for _, path := range weights.Paths() {
		values, err := weights.Vars(path)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			t, err := v.Read(v.DType())
			if err != nil {
				return nil, err
			}
			items = append(items, itemOfTensor(strings.TrimPrefix(path+"/vars/"+strconv.Itoa(i), "/"), t))
		}
	}
	return items, nil
}

// itemsOfHDF5 returns all objects of a file.
func itemsOfHDF5(file *hdf5.File) ([]item, error) {
	var items []item
	for o, err := range file.Walk() {
		if err != nil {
			return nil, err
		}
		items = append(items, itemOf(o))
	}
	return items, nil
}

// itemOf describes an object of an HDF5 file.
func itemOf(o hdf5.Object) item {
	it := item{Path: cmp.Or(strings.TrimPrefix(o.Path(), "/"), "/"), Kind: "group"}
	if d, ok := o.(*hdf5.Dataset); ok {
		it.Kind, it.Shape, it.Type = "array", append([]int{}, d.Shape()...), d.Type().String()
		it.Bytes = d.Len() * d.Type().Size
		it.array = func() (*tensor.Tensor, error) { return kerasfile.Array(d) }
	}
	names, err := o.AttrNames()
	if err != nil {
		return it
	}
	for _, name := range names {
		if v, err := hdf5.Attr[string](o, name); err == nil {
			it.attribute(name, v)
		} else if v, err := hdf5.Strings(o, name); err == nil {
			it.attribute(name, v)
		} else if v, err := hdf5.Attr[float64](o, name); err == nil {
			it.attribute(name, v)
		}
	}
	return it
}

func (it *item) attribute(name string, value any) {
	if it.Attributes == nil {
		it.Attributes = map[string]any{}
	}
	it.Attributes[name] = value
}
