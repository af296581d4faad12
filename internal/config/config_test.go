package config

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	initializers := []struct {
		json string
		want Initializer
	}{
		{`"glorot_uniform"`, &GlorotUniform{}},
		{`"GlorotUniform"`, &GlorotUniform{}},
		{`"GLOROTuniform"`, &GlorotUniform{}},
		{`"xavier"`, &GlorotUniform{}},
		{`null`, nil},
		{`{"class_name": "HeNormal"}`, &HeNormal{}},
		{`{"class_name": "he_normal", "config": null}`, &HeNormal{}},
		{`{"class_name": "Constant", "config": {"value": 1}}`, &Constant{Value: 1}},
		{`{"module": "keras.src.initializers.constant_initializers", "class_name": "Zeros", "config": {}}`, &Zeros{}},
		{`{"module": "tensorflow.python.keras.initializers", "class_name": "Zeros", "config": {}}`, &Zeros{}},
	}
	for _, tt := range initializers {
		if got, err := Decode[Initializer](json.RawMessage(tt.json)); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %#v, %v; want %#v", tt.json, got, err, tt.want)
		}
	}
	layers := []struct {
		json string
		want Layer
	}{
		{`{"class_name": "Convolution2D", "config": {"filters": 2, "kernel_size": 3}}`, &Conv2D{Filters: 2, KernelSize: [2]int{3, 3}}},
		{`{"module": "keras.layers.experimental", "class_name": "Scale", "config": {}}`, &Scale{}},
		{`{"module": "my.python.module", "class_name": "Scale", "config": {}, "registered_name": "my_package>Scale"}`, &Scale{}},
		{`{"module": "my.python.module", "class_name": "Scale", "config": {}, "registered_name": "Scale"}`, &Scale{}},
		{`{"class_name": "my_package>Scale", "config": {}}`, &Scale{}},
		{`"my_package>Scale"`, &Scale{}},
		{`{"class_name": "Dense", "config": {"units": 1, "dtype": {"class_name": "Policy", "config": {"name": "float16"}}}}`,
			&Dense{Units: 1, Base: Base{DType: "float16"}}},
		{`{"class_name": "Dense", "config": {"units": 1.0, "dtype": "bfloat16", "activity_regularizer": null, "x": [], "y": 0.0, "z": {}}}`,
			&Dense{Units: 1, Base: Base{DType: "bfloat16"}}},
		{`{"class_name": "InputLayer", "config": {"batch_shape": {"class_name": "TensorShape", "items": [null, 4]}}}`,
			&InputLayer{BatchShape: Shape{-1, 4}}},
		{`{"class_name": "Dense", "config": {"units": 1, "units": 2}}`, &Dense{Units: 2}},
	}
	for _, tt := range layers {
		if got, err := Decode[Layer](json.RawMessage(tt.json)); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %#v, %v; want %#v", tt.json, got, err, tt.want)
		}
	}
	for _, name := range []string{
		`"mse"`, `"MSE"`, `"mean_squared_error"`,
		`{"module": "builtins", "class_name": "function", "config": "mean_squared_error", "registered_name": "mean_squared_error"}`,
	} {
		if got, err := Decode[Loss](json.RawMessage(name)); err != nil || !reflect.DeepEqual(got, Loss(&LossMSE{})) {
			t.Errorf("loss %s: %#v, %v", name, got, err)
		}
		if got, err := Decode[Metric](json.RawMessage(name)); err != nil || !reflect.DeepEqual(got, Metric(&MetricMSE{})) {
			t.Errorf("metric %s: %#v, %v", name, got, err)
		}
	}
	for _, name := range []string{`"adam"`, `{"class_name": "Custom>Adam", "config": {"decay": 0.0}}`} {
		if got, err := Decode[Optimizer](json.RawMessage(name)); err != nil || !reflect.DeepEqual(got, Optimizer(&Adam{})) {
			t.Errorf("optimizer %s: %#v, %v", name, got, err)
		}
	}
	adam, err := Decode[*Adam](json.RawMessage(`{"class_name": "Adam", "config": {"lr": 0.5}}`))
	if err != nil || adam.LearningRate != 0.5 {
		t.Errorf("lr: %+v, %v", adam, err)
	}
	var dense Dense
	if err := Unmarshal([]byte(`{"class_name": "Dense", "config": {"units": 7}}`), &dense); err != nil || dense.Units != 7 {
		t.Errorf("into a struct: %+v, %v", dense, err)
	}
}

func TestUnsupported(t *testing.T) {
	tests := []struct {
		json string
		want UnsupportedError
	}{
		{`[{"class_name": "Zeros", "config": {}}, {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "twice"}}]`,
			UnsupportedError{"keras.layers", "Lambda", "twice", "[1]"}},
		{`{"module": "my.module", "class_name": "Dense", "config": {}}`, UnsupportedError{"my.module", "Dense", "", ""}},
		{`{"module": null, "class_name": "Dense", "config": {"name": "d"}, "registered_name": "Dense"}`, UnsupportedError{"", "Dense", "d", ""}},
		{`{"module": "keras.layers", "class_name": "Dense", "config": {}, "registered_name": "other>Dense"}`, UnsupportedError{"keras.layers", "Dense", "", ""}},
		{`{"class_name": "Bidirectional", "config": {"layer": {"class_name": "Dense", "config": {"activation": {"module": "keras.layers", "class_name": "ReLU", "config": {"name": "r"}}}}}}`,
			UnsupportedError{"keras.layers", "ReLU", "r", "layer.activation"}},
		{`{"class_name": "Dense", "config": {"activation": {"class_name": "__lambda__", "config": {"value": ["code"]}}}}`,
			UnsupportedError{"", "__lambda__", "", "activation"}},
		{`{"class_name": "Dense", "config": {"kernel_initializer": "glorot_unifrom"}}`, UnsupportedError{"", "glorot_unifrom", "", "kernel_initializer"}},
		{`{"args": [{"class_name": "__lambda__", "config": {}}]}`, UnsupportedError{"", "__lambda__", "", "args[0]"}},
	}
	for _, tt := range tests {
		_, err := Decode[any](json.RawMessage(tt.json))
		got, ok := errors.AsType[*UnsupportedError](err)
		if !ok || *got != tt.want {
			t.Errorf("%s: %v, want %v", tt.json, err, &tt.want)
		}
	}
}

func TestProblems(t *testing.T) {
	var d Decoder
	var layers []Layer
	err := d.Decode([]byte(`[
		{"class_name": "Dense", "config": {"name": "a", "units": "ten", "lora_rank": 4, "use_bias": 1, "trainable": null}},
		{"module": "keras.layers", "class_name": "Lambda", "config": {"name": "l"}},
		{"class_name": "Bidirectional", "config": {"name": "b", "layer": {"class_name": "Dense", "config": {"name": "in", "units": -1.5}}}},
		{"class_name": "Conv2D", "config": {"name": "c", "kernel_size": [1, 2, 3], "strides": [1, null], "groups": 0}},
		{"class_name": "Adam", "config": {}},
		{"class_name": "Mixed", "config": {"int8": 128, "uint": -1, "float32": 1e300, "names": {"x": "y"}, "nested": {"c": 1}, "ints": [1, "2"]}},
		{"module": "keras.metrics", "class_name": "Dense", "config": {}},
		3
	]`), &layers)
	want := []string{
		`Dense "a": units: got "ten", want a whole number (at [0].units)`,
		`Dense "a": lora_rank: unknown key, with value 4 (at [0].lora_rank)`,
		`Dense "a": use_bias: got 1, want true or false (at [0].use_bias)`,
		`unsupported class keras.layers>Lambda of "l" (at [1])`,
		`Dense "in": units: got -1.5, want a whole number (at [2].layer.units)`,
		`Conv2D "c": kernel_size: got a list of 3, want a list of 2 (at [3].kernel_size)`,
		`Conv2D "c": strides: got null, want a whole number (at [3].strides[1])`,
		`Conv2D "c": groups: got 0, which here would mean the default, 1 (at [3].groups)`,
		`got class keras.optimizers>Adam, want an object of type config.Layer (at [4])`,
		`Mixed: int8: got 128, want a whole number (at [5].int8)`,
		`Mixed: uint: got -1, want a whole number not below 0 (at [5].uint)`,
		`Mixed: float32: got 1e300, want a number (at [5].float32)`,
		`Mixed: x: got "y", want a number (at [5].names.x)`,
		`Mixed: c: unknown key, with value 1 (at [5].nested.c)`,
		`Mixed: ints: got "2", want a whole number (at [5].ints[1])`,
		`unsupported class keras.metrics>Dense (at [6])`,
		`got 3, want an object of type config.Layer (at [7])`,
	}
	var got []string
	for _, p := range d.Problems() {
		got = append(got, p.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got problems\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got error %v, want the problems joined", err)
	}
	if f, ok := errors.AsType[*FieldError](err); !ok || f.Class != "Dense" || f.Name != "a" || f.Key != "units" || f.Path != "[0].units" {
		t.Errorf("got %#v", f)
	}
	if len(layers) != 0 {
		t.Errorf("got %d layers beside errors, want none", len(layers))
	}
}

func TestManyProblems(t *testing.T) {
	var d Decoder
	var layers []Layer
	data := `[` + strings.Repeat(`{"class_name": "Dense", "config": {"a": 1, "b": 2}},`, 1000) + `null]`
	if err := d.Decode([]byte(data), &layers); err == nil || len(d.Problems()) != maxProblems+1 {
		t.Errorf("got %d problems, want %d", len(d.Problems()), maxProblems+1)
	}
	if err := d.Decode([]byte(`["dense"]`), &layers); err != nil || len(layers) != 1 {
		t.Errorf("after many problems: %v, %v", layers, err)
	}
}

func TestRoundTrip(t *testing.T) {
	full := &Mixed{
		Bool: true, Int8: -8, Uint: 1 << 63, Float32: 0.1,
		Pairs: [2][2]int{{1, 2}, {3, 4}}, Ints: []int{}, Shapes: []Shape{{-1, 2}, nil},
		Names: map[string]float64{"b": 1, "a": 1e-9}, Layers: []Layer{&Dense{Units: 1}, nil, &Scale{Factor: 3}},
		Any:   Map{{"z", int64(1)}, {"a", []any{"s", nil, true, 2.5, &L2{}}}},
		Bytes: []byte("raw"), Value: Scale{Factor: 2}, Tree: Map{{"k", "v"}},
	}
	full.Nested.A, full.Nested.B = 5, new("five")
	data, err := Encode(full)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"bool": true, "int8": -8, "uint": 9223372036854775808, "float32": 0.1, "pairs": [[1, 2], [3, 4]], "ints": [], "shapes": [[null, 2], null]`,
		`"names": {"a": 1e-09, "b": 1.0}`, `"any": {"z": 1, "a": ["s", null, true, 2.5, {"module": "keras.regularizers"`,
		`"bytes": {"class_name": "__bytes__", "config": {"value": "raw"}}`, `"nested": {"a": 5, "b": "five"}`, `"value": {"module": null, "class_name": "Scale"`,
	} {
		if !strings.Contains(string(data), part) {
			t.Errorf("wrote %s\nwithout %s", data, part)
		}
	}
	got, err := Decode[*Mixed](data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(got)
	if err != nil || string(again) != string(data) {
		t.Errorf("wrote\n%s\nthen\n%s, %v", data, again, err)
	}
	if got.Uint != full.Uint || got.Float32 != full.Float32 || !reflect.DeepEqual(got.Shapes, full.Shapes) || *got.Nested.B != "five" {
		t.Errorf("read %+v, want %+v", got, full)
	}
}

func TestOnlyNonDefaults(t *testing.T) {
	tests := []struct {
		v    any
		want string
	}{
		{&Flatten{}, `{}`},
		{&Flatten{DataFormat: "channels_last", Only: Only{Trainable: new(true), DType: "float32"}}, `{}`},
		{&Flatten{Rate: 1, DataFormat: "channels_first", Only: Only{Name: "f", Trainable: new(false), DType: "float16"}},
			`{"name": "f", "trainable": false, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float16"}, "registered_name": null}, ` +
				`"data_format": "channels_first", "rate": 1.0}`},
		{&Flatten{Only: Only{DType: "int8_from_float32"}}, `{"dtype": "int8_from_float32"}`},
	}
	for _, tt := range tests {
		o, err := Marshal(tt.v)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Encode(o.Config); err != nil || string(got) != tt.want {
			t.Errorf("%+v: wrote %s, %v; want %s", tt.v, got, err, tt.want)
		}
	}
}

func TestHooks(t *testing.T) {
	b := &Bidirectional{Layer: &Dense{Units: 2}, MergeMode: new("concat"), Base: Base{Name: "both"}}
	data, err := Encode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"registered_name": null}, "merge_mode": "concat", "layer": {"module": "keras.layers", "class_name": "Dense"`) {
		t.Errorf("wrote %s", data)
	}
	got, err := Decode[Layer](data)
	if err != nil {
		t.Fatal(err)
	}
	if g := got.(*Bidirectional); g.Name != "both" || *g.MergeMode != "concat" || g.Layer.(*Dense).Units != 2 || g.Backward != nil {
		t.Errorf("read %+v", g)
	}
	// A nested model has the same layer twice.
	l := &Dense{Units: 3}
	var e Encoder
	o, err := e.Marshal(&Bidirectional{Layer: l, Backward: l})
	if err != nil {
		t.Fatal(err)
	}
	other, err := e.Marshal(&Dense{Units: 4, KernelInitializer: &Zeros{}, BiasInitializer: &Zeros{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := other.Extra.Get("shared_object_id"); ok {
		t.Error("an object is marked as shared that isn't")
	}
	if data, err = json.Marshal(o); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), `"shared_object_id":1`); n != 2 {
		t.Errorf("%d shared objects, want 2: %s", n, data)
	}
	if got, err = Decode[Layer](data); err != nil {
		t.Fatal(err)
	}
	if g := got.(*Bidirectional); g.Layer != g.Backward || g.Layer.(*Dense).Units != 3 {
		t.Errorf("read %p and %p, want one layer", g.Layer, g.Backward)
	}
	if _, err := Decode[Initializer](json.RawMessage(`{"class_name": "Zeros", "config": {}, "shared_object_id": 1}`)); err != nil {
		t.Errorf("ids of another file: %v", err)
	}
}

func TestMarshalErrors(t *testing.T) {
	type unknown struct{ Dense }
	loop := &Bidirectional{}
	loop.Layer = loop
	tests := []struct {
		v    any
		want string
	}{
		{&Mixed{Func: func() {}, Base: Base{Name: "m"}}, `Mixed "m": func: got a func(), which has no JSON`},
		{&Dense{KernelInitializer: &struct{ Zeros }{}}, `Dense: kernel_initializer: type *struct { config.Zeros } isn't registered, as by keras.Register`},
		{&Bidirectional{Layer: &unknown{}}, `Bidirectional: layer: type *config.unknown isn't registered, as by keras.Register`},
		{&Mixed{Layers: []Layer{nil, &unknown{}}}, `Mixed: layers: type *config.unknown isn't registered, as by keras.Register (at layers[1])`},
		{&Mixed{Any: make(chan int)}, `Mixed: any: got a chan int, which has no JSON`},
		{&Mixed{Any: map[int]int{1: 1}}, `Mixed: any: got a map[int]int, want a map with string keys`},
		{&Mixed{Any: json.RawMessage(`{`)}, `Mixed: any: config: JSON at byte 1`},
		{loop, `nested deeper than 512`},
		{3, `type int isn't registered, as by keras.Register`},
		{nil, `type <nil> isn't registered, as by keras.Register`},
		{(*Dense)(nil), `got a nil *config.Dense`},
	}
	for _, tt := range tests {
		if _, err := Marshal(tt.v); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%T: %v, want %q", tt.v, err, tt.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, s := range []string{
		``, ` `, `{`, `[`, `[1`, `[1,]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `"a`, `"\x"`, "\"\n\"", `1 2`, `01`, `+1`, `.5`, `-`,
		`nul`, `'a'`, `{"a":1]`, `-Inf`, `1e`, `"\`, `"\u12"`, deep(MaxDepth + 1), strings.Repeat("9", maxNumber+1),
		`[` + strings.Repeat(`0,`, MaxValues) + `0]`,
	} {
		if v, err := Parse([]byte(s)); err == nil {
			t.Errorf("%.40q: parsed as %v, want an error", s, v)
		}
	}
	for _, s := range []string{deep(MaxDepth), ` [ ] `, `{"a": {}}`, `-0`, `1E+5`, `-Infinity`} {
		v, err := Parse([]byte(s))
		if err != nil {
			t.Errorf("%.40q: %v", s, err)
		}
		if _, err := Encode(v); err != nil {
			t.Errorf("%.40q: %v", s, err)
		}
	}
}

func TestRegistry(t *testing.T) {
	classes := Classes()
	if len(classes) != 16 || !slices.IsSortedFunc(classes, func(a, b Class) int { return strings.Compare(a.Key(), b.Key()) }) {
		t.Errorf("got classes %v", classes)
	}
	if c, ok := ClassOf(&LossMSE{}); !ok || c.Key() != "keras.losses>MeanSquaredError" || c.Type != reflect.TypeFor[LossMSE]() {
		t.Errorf("got class %v, %v", c, ok)
	}
	if c, ok := ClassOf(Scale{}); !ok || c.Key() != "my_package>Scale" {
		t.Errorf("got class %v, %v", c, ok)
	}
	if _, ok := ClassOf(nil); ok {
		t.Error("nil has a class")
	}
	type bad struct {
		A int `keras:"defualt=1"`
	}
	type always struct {
		A int `keras:"always"`
	}
	for name, f := range map[string]func(){
		"twice":       func() { Register[Dense]("keras.layers") },
		"same name":   func() { Register[MetricMSE]("keras.losses") },
		"not struct":  func() { Register[int]("keras.layers") },
		"no module":   func() { Register[bad]("") },
		"wrong tag":   func() { RegisterCustom[bad]("", "") },
		"bare always": func() { RegisterCustom[always]("", "") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: registered, want a panic", name)
				}
			}()
			f()
		}()
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range keras(f) {
		f.Add([]byte(s))
	}
	f.Add([]byte(`{"class_name": "Mixed", "config": {"any": [NaN, {"class_name": "function", "config": "f"}], "shapes": [[null]], "pairs": 1, "layers": "dense"}}`))
	f.Add([]byte(`[{"class_name": "Dense", "config": {}, "shared_object_id": 1}, {"class_name": "Bidirectional", "config": {"layer": "x"}, "shared_object_id": 1}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, into := range []any{new(any), new(Layer), new(*Mixed), new([]Layer), new(string), new(Shape), new(map[string]Optimizer), new(Mixed)} {
			if err := Unmarshal(data, into); err != nil {
				continue
			}
			first, err := Encode(into)
			if err != nil {
				t.Fatalf("%s: read, but not written: %v", data, err)
			}
			again := reflect.New(reflect.TypeOf(into).Elem()).Interface()
			if err := Unmarshal(first, again); err != nil {
				t.Fatalf("%s: wrote %s, not read: %v", data, first, err)
			}
			if second, err := Encode(again); err != nil || string(second) != string(first) {
				t.Fatalf("%s: wrote\n%s\nthen\n%s, %v", data, first, second, err)
			}
		}
	})
}
