package keras

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/internal/legacy"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// Load reads a model from a .keras file, or a whole model from a .h5 file, written here
// or by any Keras in Python since 1.2. The model is compiled if it was when it was
// saved, and goes on where it was: with the state of its optimizer, if that is in
// the file and one of today's can take it.
//
// Classes that aren't known, settings that they don't have and weights that don't
// fit are errors that name them. Loading runs nothing that is in the file.
func Load(path string) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("Load: %w", err)
	}
	defer f.Close()
	m, err := readFile(f)
	if err != nil {
		return nil, fmt.Errorf("Load: %s: %w", path, err)
	}
	return m, nil
}

// LoadFS is [Load] for a file system, such as one embedded in the program.
func LoadFS(fsys fs.FS, name string) (*Model, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("LoadFS: %w", err)
	}
	defer f.Close()
	m, err := readFile(f)
	if err != nil {
		return nil, fmt.Errorf("LoadFS: %s: %w", name, err)
	}
	return m, nil
}

func readFile(f fs.File) (*Model, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return Read(r, info.Size())
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return Read(bytes.NewReader(b), int64(len(b)))
}

// Read is [Load] for a file of the given size that is open already.
func Read(r io.ReaderAt, size int64) (*Model, error) {
	if kerasfile.IsH5(r) {
		return readH5(r, size)
	}
	file, err := kerasfile.Open(r, size)
	if err != nil {
		return nil, err
	}
	m, compile, err := fromConfig(file.Config(), func(m *Model) { layers.Restore(m, file.Room()) })
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
		values, err := file.Vars(o.path)
		if err == nil {
			err = assign(o.vars, values)
		}
		if err != nil && o.path == optimizerPath {
			// TensorFlow's Keras 2 doesn't save the learning rate.
			taken, stateErr := takeState(m.compiled.options.Optimizer, len(m.compiled.trainable), 2, []string{"iteration"}, values)
			if stateErr != nil {
				return nil, fmt.Errorf("model.weights.h5: optimizer: %w", stateErr)
			}
			// As in Keras the optimizer otherwise begins anew; so it does in the file of a
			// model that was compiled but never trained.
			if !taken && len(values) > 2 {
				slog.Default().Warn("the state of the optimizer is left out, as it isn't that of this one", "optimizer", o.name, "reason", err)
			}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("model.weights.h5: %s %q: group %q: %w", o.class, o.name, o.path+"/vars", err)
		}
	}
	return m, nil
}

// FromJSON returns the model that JSON such as that of [Model.ToJSON], or of
// Keras's to_json, describes, with new weights.
func FromJSON(text string) (*Model, error) {
	m, _, err := fromConfig([]byte(text), func(*Model) {})
	return m, err
}

// fromConfig returns the model that the text describes, and how it was compiled
// if it was. The model is handed to before until it is built.
func fromConfig(text []byte, before func(*Model)) (*Model, *CompileOptions, error) {
	tree, err := config.Parse(text)
	if err != nil {
		return nil, nil, err
	}
	return fromTree(tree, legacy.Generation("", tree), before)
}

// fromTree is fromConfig for a config that a generation of Keras wrote.
func fromTree(tree any, generation int, before func(*Model)) (*Model, *CompileOptions, error) {
	tree, err := legacy.Model(tree, generation)
	if err != nil {
		return nil, nil, err
	}
	var d config.Decoder
	var m *Model
	if err := d.Value("", tree, &m); err != nil {
		return nil, nil, err
	}
	if m == nil {
		return nil, nil, errors.New("received null, expected a model")
	}
	o, _ := config.AsObject(tree)
	before(m)
	if err := m.rebuild(buildShape(&d, o.Extra)); err != nil {
		return nil, nil, err
	}
	c, _ := o.Extra.Get("compile_config")
	fields, ok := c.(config.Map)
	if !ok || len(fields) == 0 {
		return m, nil, nil
	}
	options, err := m.compileOptions(&d, fields)
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
