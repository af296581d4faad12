// Package hdf5 reads what h5py and the HDF5 library write in practice, and writes
// files that all of them read.
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
// Only what is asked for is read: opening a group reads its names, opening a dataset
// its header, and [ReadInto] the elements, straight into their place if they are
// stored as they are wanted.
//
// # What is read
//
//   - superblocks 0 to 3, behind a user block too
//   - object headers 1 and 2, with continuations
//   - groups in symbol tables, with links in the header, and in dense storage; hard and
//     soft links
//   - attributes in the header and in dense storage, of any size; datatypes that are
//     committed to the file
//   - compact, contiguous and chunked datasets with all indexes of chunks: single,
//     implicit, fixed array, extensible array, B-trees of version 1 and 2
//   - the filters deflate, shuffle, fletcher32 and lzf
//   - integers of up to 8 bytes and floats of up to 16, in either order of bytes, also
//     those that use some of their bits; bfloat16 as a float and as Keras stores it;
//     booleans; enumerations as integers; strings of fixed and variable length; other
//     types as bytes
//   - fill values and datasets that were never written
//
// Checksums are verified. What else a file may hold is refused by its name, with an
// error that wraps [errors.ErrUnsupported]: other filters when elements are read,
// external and virtual datasets, links to other files, and tables of shared messages
// when they are opened.
//
// # What is written
//
// What h5py writes if it isn't told otherwise, without the variants: superblock 0,
// symbol tables, contiguous, little-endian.
//
// # Keras's .h5
//
// Whole models and weights of Keras 1 and 2, and of Keras 3 under the name of .h5, keep
// what they know of a model in attributes. [Attr] reads one value, a text as str or
// bytes, of any size, and [Strings] a list of names that may be cut into several
// attributes:
//
//	config, err := hdf5.Attr[string](f.Root(), "model_config")  // also training_config,
//	version, err := hdf5.Attr[string](f.Root(), "keras_version") // backend
//	weights, err := f.Root().Group("model_weights")             // or the root
//	layers, err := hdf5.Strings(weights, "layer_names")
//	layer, err := weights.Group(layers[0])
//	names, err := hdf5.Strings(layer, "weight_names")
//	kernel, err := layer.Dataset(names[0]) // "dense/kernel": slashes are groups
//
//	root.SetAttr("model_config", []byte(config)) // bytes, as Keras has it
//	weights.SetStrings("layer_names", layers)
//
// What isn't there is an error that wraps [fs.ErrNotExist].
//
// # Hostile files
//
// Reading a file, however made, ends, doesn't panic, and each call takes memory
// in proportion to the size of the file at most. Nothing that a file says is
// believed before it is held to that size: see blocks in file.go, and [File.Limit]
// for what is packed.
//
// # Layout of the package
//
// One file per structure of the format, holding both its reader and its writer.
// The names are those of the HDF5 File Format Specification, version 3.0.
package hdf5
