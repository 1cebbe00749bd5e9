using TrailLake.Generator.Text;

namespace TrailLake.Generator.Shapes;

/// <summary>A way for a call to fail; its message may be missing.</summary>
readonly record struct ShapeError(byte[] Code, Template? Message);
