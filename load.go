package keras

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/internal/legacy"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Load reads a model from a .keras file, or a whole model from a .h5 file, written here
// or by any Keras in Python since 1.2. The model is compiled if it was when it was
// saved, and goes on where it was: with the state of its optimizer, if that is in
// the file and one of today's can take it.
//
// Weights may be HDF5 in it or, as in early versions of Keras 3, a .npz file. Classes that
// aren't known, settings that they don't have and weights that don't fit are errors that
// name them. Loading runs nothing that is in the file.
func Load(path string, o ...LoadOptions) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("Load: %w", err)
	}
	defer f.Close()
	m, err := readFile(f, o)
	if err != nil {
		return nil, fmt.Errorf("Load: %s: %w", path, err)
	}
	return m, nil
}

// LoadFS is [Load] for a file system, such as one embedded in the program.
func LoadFS(fsys fs.FS, name string, o ...LoadOptions) (*Model, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("LoadFS: %w", err)
	}
	defer f.Close()
	m, err := readFile(f, o)
	if err != nil {
		return nil, fmt.Errorf("LoadFS: %s: %w", name, err)
	}
	return m, nil
}

func readFile(f fs.File, o []LoadOptions) (*Model, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return Read(r, info.Size(), o...)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return Read(bytes.NewReader(b), int64(len(b)), o...)
}

// Read is [Load] for a file of the given size that is open already.
func Read(r io.ReaderAt, size int64, o ...LoadOptions) (*Model, error) {
	opt, err := loadOptions(o)
	if err != nil {
		return nil, err
	}
	if kerasfile.IsH5(r) {
		return readH5(r, size, opt)
	}
	file, err := kerasfile.Open(r, size)
	if err != nil {
		return nil, err
	}
	m, compile, err := opt.fromConfig(file.Config(), opt.restore(file.Room()))
	if err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	if compile != nil {
		if err := m.Compile(*compile); err != nil {
			return nil, fmt.Errorf("config.json: compile_config: %w", err)
		}
		m.compiled.restored = true
	}
	if m.net == nil {
		return m, nil
	}
	for _, o := range m.owners() {
		values, err := stored(file, o.path)
		switch {
		case err != nil:
		case o.optional && len(values) == 0:
		case o.path == optimizerPath && fits(o.vars, values) != nil:
			var arrays []*tensor.Tensor
			if arrays, err = read(values, nil); err == nil {
				err = m.takeOptimizer(arrays)
			}
		default:
			err = fill(o.vars, values)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Member(), o.wrap(err))
		}
	}
	return m, nil
}

// fill reads variables from a file into their memory.
func fill(vars []*ops.Variable, values []*kerasfile.Value) error {
	if err := fits(vars, values); err != nil {
		return err
	}
	for i, v := range vars {
		err := values[i].ReadInto(v.Store())
		v.Changed()
		if err != nil {
			return err
		}
	}
	return nil
}

// FromJSON returns the model that JSON such as that of [Model.ToJSON], or of
// Keras's to_json, describes, with new weights. The model is compiled if it was. Weights may
// take 1 GiB, if [LoadOptions.MaxMemory] doesn't say otherwise.
func FromJSON(text string, o ...LoadOptions) (*Model, error) {
	opt, err := loadOptions(o)
	if err != nil {
		return nil, fmt.Errorf("FromJSON: %w", err)
	}
	opt.MaxMemory = cmp.Or(opt.MaxMemory, maxFromJSON)
	m, compile, err := opt.fromConfig([]byte(text), opt.limit)
	if err == nil && compile != nil {
		err = m.Compile(*compile)
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// stored returns the variables at a path. TensorFlow 2.12 to 2.15 had parts of layers under
// names that begin with an underscore: _query_dense.
func stored(s kerasfile.Store, path string) ([]*kerasfile.Value, error) {
	values, err := s.Vars(path)
	if err == nil && len(values) == 0 {
		i := strings.LastIndexByte(path, '/') + 1
		values, err = s.Vars(path[:i] + "_" + path[i:])
	}
	return values, err
}

// fromConfig returns the model that the text describes, and how it was compiled
// if it was. The model is handed to before until it is built.
func (o LoadOptions) fromConfig(text []byte, before func(*Model)) (*Model, *CompileOptions, error) {
	tree, err := config.Parse(text)
	if err != nil {
		return nil, nil, err
	}
	return o.fromTree(tree, legacy.Origin{Generation: legacy.Generation("", tree)}, before)
}

// fromTree is fromConfig for a config whose origin is known.
func (o LoadOptions) fromTree(tree any, from legacy.Origin, before func(*Model)) (*Model, *CompileOptions, error) {
	tree, err := legacy.Model(tree, from)
	if err != nil {
		return nil, nil, err
	}
	d, err := o.decoder()
	if err != nil {
		return nil, nil, err
	}
	var m *Model
	if err := d.Value("", tree, &m); err != nil {
		return nil, nil, err
	}
	if m == nil {
		return nil, nil, errors.New("received null, expected a model")
	}
	object, _ := config.AsObject(tree)
	before(m)
	if err := m.rebuild(buildShape(d, object.Extra)); err != nil {
		return nil, nil, err
	}
	c, _ := object.Extra.Get("compile_config")
	fields, ok := c.(config.Map)
	if !ok || len(fields) == 0 || !o.compile() {
		return m, nil, nil
	}
	options, err := m.compileOptions(d, fields)
	if err != nil {
		return nil, nil, fmt.Errorf("compile_config: %w", err)
	}
	return m, options, nil
}

// buildShape returns the shape that a model was built for, nil if it wasn't.
func buildShape(d *config.Decoder, extra config.Map) tensor.Shape {
	c, _ := extra.Get("build_config")
	fields, ok := c.(config.Map)
	if !ok {
		return nil
	}
	var shape tensor.Shape
	if v, ok := fields.Get("input_shape"); !ok || d.Value("build_config", v, &shape) != nil {
		return nil
	}
	return shape
}

// DecodeConfig reads the config of a model; package config calls it.
func (m *Model) DecodeConfig(d *config.Decoder, tree any) error {
	c, ok := tree.(config.Map)
	if !ok {
		return errors.New("expected an object of keys")
	}
	if _, ok := c.Get("input_layers"); ok {
		return m.decodeFunctional(d, c)
	}
	var s struct {
		layers.Base
		Layers          []layers.Layer `json:"layers"`
		BuildInputShape tensor.Shape   `json:"build_input_shape"`
	}
	if err := d.Fields(c, &s); err != nil {
		return err
	}
	m.Base = s.Base
	// A layer that is there twice is written twice.
	byName := map[string]layers.Layer{}
	for _, l := range s.Layers {
		name := layers.NameOf(l)
		if first, ok := byName[name]; ok && name != "" && layers.ClassOf(first) == layers.ClassOf(l) {
			l = first
		}
		byName[name] = l
		thaw(l, m.Base)
		m.Add(l)
	}
	m.builtFor = s.BuildInputShape
	return nil
}

// rebuild builds a model that was read for the shape that it was built for, if it
// was: that of its input, the one in its config or the one beside it.
func (m *Model) rebuild(beside tensor.Shape) error {
	if m.functional {
		return m.Build(nil)
	}
	if len(m.stack) == 0 {
		return nil
	}
	if m.inputOf() != nil {
		return m.Build(nil)
	}
	for _, shape := range []tensor.Shape{m.builtFor, beside} {
		if shape != nil {
			return m.Build(shape)
		}
	}
	return m.settings()
}
