package metrics

// A Direction says which values of a metric are better.
type Direction int

// The directions.
const (
	None Direction = iota // neither, or not known
	Up                    // larger is better, as of an accuracy
	Down                  // smaller is better, as of an error
)

// DirectionOf returns which values of a metric are better, None if its type doesn't
// say. A type of one's own says it by a method Direction() metrics.Direction.
func DirectionOf(m Metric) Direction {
	if d, ok := m.(interface{ Direction() Direction }); ok {
		return d.Direction()
	}
	return None
}

// up is embedded by metrics whose larger values are better.
type up struct{}

// Direction returns Up.
func (up) Direction() Direction { return Up }

// down is embedded by metrics whose smaller values are better.
type down struct{}

// Direction returns Down.
func (down) Direction() Direction { return Down }
