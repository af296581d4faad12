package ops

// maxTable is how many numbers a function works out at once while a program is
// recorded: places of elements, say. Whoever asks for more has made a mistake, or a file
// that is to exhaust memory.
const maxTable = 1 << 27

// maxParts is how many values a function gives, or makes parts of a value of, at most.
const maxParts = 1 << 16

// several makes sure that there are no more parts than a function makes.
func several(fn string, parts int) int {
	if parts > maxParts {
		Fail(fn, "received %d parts, expected at most %d", parts, maxParts)
	}
	return parts
}

// table returns room for as many numbers as the product of the sizes.
func table[T any](fn string, sizes ...int) []T {
	n := 1
	for _, s := range sizes {
		if s > 0 && n > maxTable/s {
			Fail(fn, "received sizes %v, for which it would work out more than %d numbers", sizes, maxTable)
		}
		n *= s
	}
	return make([]T, n)
}
