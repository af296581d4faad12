// Package hdf5 reads and writes the part of HDF5 that Keras keeps its weights in.
//
// A file is a tree of groups whose leaves are datasets; both carry attributes:
//
//	f, err := hdf5.Open(r, size)
//	vars, err := f.Root().Group("layers/dense/vars")
//	name, err := hdf5.Attr[string](vars, "name")
//	kernel, err := vars.Dataset("0")
//	values, err := hdf5.Read[float32](kernel)
//
//	w := hdf5.NewWriter()
//	vars := w.Group("layers/dense/vars")
//	vars.SetAttr("name", "dense")
//	hdf5.Write(vars, "0", []int{3, 2}, values)
//	n, err := w.WriteTo(dst)
//
// Read are superblocks 0 and 1, object headers of version 1, groups in symbol
// tables or with their links in the object header, contiguous and compact
// datasets of numbers, booleans and strings, and attributes in the object header. Written is the same without the
// variants, as h5py does: superblock 0, contiguous, little-endian. What else a
// file may hold is refused by name with an error that wraps
// [errors.ErrUnsupported].
//
// # Hostile files
//
// Reading a file, however made, ends, doesn't panic, and each call takes memory
// in proportion to the size of the file at most. Nothing that a file says is
// believed before it is held to that size. See blocks in file.go.
//
// # Layout of the package
//
// One file per structure of the format, holding both its reader and its writer.
// The names are those of the HDF5 File Format Specification, version 3.0.
package hdf5
