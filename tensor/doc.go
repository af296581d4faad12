// Package tensor holds arrays of numbers in memory: what a program hands to a
// model and what it gets back.
//
// An array is row-major and contiguous. It is made of zeros by [New], of a slice,
// whose memory it shares, by [FromSlice], of nested slices by [From], and of
// NumPy's files by [LoadNPY] and [LoadNPZ]. Its elements are had as a slice,
// which shares its memory, by [Data], or one by one by [Tensor.At] and
// [Tensor.Set]; it prints as in NumPy.
//
// Reshape, Rows and Index return arrays that share memory; Slice, Take,
// Concatenate, Stack, Clone and, unless there is nothing to convert, Cast
// return copies.
//
// Functions that take an array by mistake of a wrong type or with an index out
// of range panic, as Go's slices do; functions that read what comes from outside
// return errors.
package tensor
