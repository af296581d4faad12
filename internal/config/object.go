package config

// Object is a Keras object in JSON.
type Object struct {
	// Module is the public module of the class, such as "keras.layers".
	// Empty is written as null.
	Module string

	// ClassName is the name of the class in its module.
	ClassName string

	// Config holds the arguments of the class: a [Map], or a string for a function.
	Config any

	// RegisteredName is "package>name" for users' own classes. Empty is written as null.
	RegisteredName string

	// Extra holds all other keys, such as build_config and inbound_nodes.
	Extra Map
}

// AsObject returns the Keras object that a value of [Parse] stands for,
// and whether it is one: a map with a class_name.
func AsObject(tree any) (Object, bool) {
	m, ok := tree.(Map)
	if !ok {
		return Object{}, false
	}
	o := Object{ClassName: m.Text("class_name")}
	for _, e := range m {
		switch e.Key {
		case "class_name":
		case "config":
			o.Config = e.Value
		case "module":
			o.Module, _ = e.Value.(string)
		case "registered_name":
			o.RegisteredName, _ = e.Value.(string)
		default:
			o.Extra = append(o.Extra, e)
		}
	}
	return o, o.ClassName != ""
}

// Name returns the name of the object: that of its config or, in its absence,
// that beside the config.
func (o Object) Name() string {
	if m, ok := o.Config.(Map); ok {
		if s := m.Text("name"); s != "" {
			return s
		}
	}
	return o.Extra.Text("name")
}

// Map returns the object with the keys in Keras's order.
func (o Object) Map() Map {
	return append(Map{
		{"module", orNull(o.Module)},
		{"class_name", o.ClassName},
		{"config", o.Config},
		{"registered_name", orNull(o.RegisteredName)},
	}, o.Extra...)
}

// MarshalJSON implements [encoding/json.Marshaler].
func (o Object) MarshalJSON() ([]byte, error) { return Encode(o) }

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
