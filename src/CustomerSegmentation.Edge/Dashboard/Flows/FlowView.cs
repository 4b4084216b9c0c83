using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Flows;

/// <summary>A matrix in the order in which segments are shown.</summary>
public sealed class FlowView
{
    private readonly Dictionary<(string, string), MatrixCell> _cells;

    internal FlowView(MigrationMatrix matrix, SegmentNames names)
    {
        Matrix = matrix;
        _cells = matrix.Cells.ToDictionary(cell => (cell.From ?? "", cell.To ?? ""));
        Segments = [.. matrix.Segments.OrderBy(names.Place)];
        Sources = [.. Segments, null];
        NameOf = id => names[id] ?? "No segment";
    }

    /// <summary>As the engine counted it.</summary>
    public MigrationMatrix Matrix { get; }

    /// <summary>Ids, in the order of the model in force.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Ids, with none last: of rows and of columns alike.</summary>
    public IReadOnlyList<string?> Sources { get; }

    /// <summary>What a segment is called; null is none.</summary>
    public Func<string?, string> NameOf { get; }

    /// <summary>Customers in the same segment at both moments.</summary>
    public long Stayed => Segments.Sum(id => this[id, id].Customers);

    /// <summary>Customers in another segment.</summary>
    public long Moved => Matrix.Cells.Where(cell => cell.From is not null && cell.To is not null && cell.From != cell.To).Sum(cell => cell.Customers);

    /// <summary>Customers who were in none, and are in one.</summary>
    public long Entered => Matrix.Cells.Where(cell => cell.From is null && cell.To is not null).Sum(cell => cell.Customers);

    /// <summary>Customers who were in one, and are in none.</summary>
    public long Left => Matrix.Cells.Where(cell => cell.From is not null && cell.To is null).Sum(cell => cell.Customers);

    /// <summary>Customers between two segments; null is none.</summary>
    public MatrixCell this[string? from, string? to] => _cells.GetValueOrDefault((from ?? "", to ?? ""), new(from, to, 0, 0));

    /// <summary>Everyone who was there at the earlier moment and is in the matrix; those in none at both are not counted.</summary>
    public long At(string? from) => Sources.Where(to => from is not null || to is not null).Sum(to => this[from, to].Customers);

    /// <summary>Everyone who is there at the later moment; those in none at both are not counted.</summary>
    public long Then(string? to) => Sources.Where(from => from is not null || to is not null).Sum(from => this[from, to].Customers);

    /// <summary>Of those who began in a segment, the share in a cell.</summary>
    public double ShareOf(MatrixCell cell) => At(cell.From) is > 0 and var all ? (double)cell.Customers / all : 0;
}
