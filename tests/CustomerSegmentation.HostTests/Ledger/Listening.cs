using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>A report that notes when moves took effect, in the order in which it was told.</summary>
internal sealed class Listening(int refuseAfter = int.MaxValue, Action? afterTen = null) : IMigrationReport<IReadOnlyList<long>>
{
    private readonly List<long> _moments = [];

    public ReportRange Range { get; } = new(null, DateTimeOffset.MaxValue, null);

    public void AddFirstContact(ulong customer, long at) => throw new InvalidOperationException("nobody is only known");

    public void Take(in Move move)
    {
        if (_moments.Count == refuseAfter)
        {
            throw new InvalidDataException("enough");
        }

        _moments.Add(move.EffectiveAt);
        if (_moments.Count == 10)
        {
            afterTen?.Invoke();
        }
    }

    public IReadOnlyList<long> Finish() => _moments;
}
