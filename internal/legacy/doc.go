// Package legacy turns what older versions of Keras wrote into what today's writes.
//
// [Model] rewrites the config of a model and [Training] how it was compiled: trees of
// package config in, trees out. [Part.Convert] turns arrays of one layer into those of
// today's, and [State] those of an optimizer. Nothing is known here of layers: classes
// and keys are names.
//
// There are three generations. Keras 1, of 2015 and 2016, has other names for
// nearly all (nb_filter, border_mode, Convolution2D, Merge). Keras 2, from 2017, and
// tf.keras have today's names but for a few, and write objects without modules.
// Keras 3, from 2023, needs no rewriting.
//
// The meaning of settings counts, not their letters: hard_sigmoid was steeper before
// Keras 3, and becomes [HardSigmoid]; a GRU that doesn't say reset_after is of the
// time when there was no such thing; a learning rate with decay becomes a schedule.
package legacy
