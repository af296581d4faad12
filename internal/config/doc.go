// Package config turns Keras objects into their JSON and back.
//
// A Keras object is a pointer to a Go struct whose exported fields are its
// config. Registered with [Register], it is written as
//
//	{"module": "keras.layers", "class_name": "Dense", "config": {…}, "registered_name": null}
//
// by [Marshal], and made again from that, or from its name alone, by [Decode].
//
// # Fields
//
// The key of a field is its json tag, or its name in snake case. Embedded
// structs without a tag are inlined, before the other fields. A zero field
// means Keras's default, and is left out, as is a field whose value is the
// default: older versions of Keras refuse keys they don't know. A second tag,
// keras, has these options, separated by semicolons:
//
//   - default=X: Keras's default, as JSON; what isn't JSON is a string.
//     The default of an interface is named by its class: default=GlorotUniform.
//   - null=X: the string that a null stands for, where it isn't the default.
//   - always: the key is written even when the field is zero, with the default.
//   - alias=a,b: other keys under which the field is read.
//   - plain: a dtype is written as a string and not as a DTypePolicy.
//   - key=X: the key, where the json tag can't say it: go vet wants those unique.
//
// Fields with the same key are alternatives, such as a learning rate and its
// schedule: the last that isn't zero is written, the first that fits the JSON
// is read.
//
// A named slice of integers called Shape has null for -1, the unknown size.
// What has another shape in JSON implements [Marshaler] and [Unmarshaler] or
// [ConfigDecoder].
package config
