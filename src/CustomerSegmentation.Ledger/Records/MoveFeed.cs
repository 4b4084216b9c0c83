using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Hands moves to a report on one thread while another reads the next: reading and counting cost about the same.</summary>
internal static class MoveFeed
{
    private const int Lot = 1_024;
    private const int LotsOnTheWay = 8;

    /// <summary>Fills a span and says how many there were; fewer than it has room for at the end.</summary>
    public delegate int Reader(Span<Move> moves);

    /// <summary>Returns when the report has taken all; what either of them throws ends both.</summary>
    public static void Run<TResult>(IMigrationReport<TResult> report, Reader read, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var filled = new BlockingCollection<(Move[] Moves, int Count)>(LotsOnTheWay);
        using var empty = new BlockingCollection<Move[]>();
        for (var i = 0; i <= LotsOnTheWay; i++)
        {
            empty.Add(new Move[Lot], CancellationToken.None);
        }

        ExceptionDispatchInfo? refusal = null;
        var taking = Task.Factory.StartNew(Take, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            for (var count = Lot; count == Lot;)
            {
                var moves = empty.Take(ended.Token);
                count = read(moves);
                filled.Add((moves, count), ended.Token);
            }
        }
        catch (OperationCanceledException) when (refusal is not null)
        {
            // The report ended it, and says why below.
        }
        catch
        {
            ended.Cancel();
            throw;
        }
        finally
        {
            filled.CompleteAdding();
            taking.Wait(CancellationToken.None);
        }

        refusal?.Throw();

        void Take()
        {
            try
            {
                foreach (var (moves, count) in filled.GetConsumingEnumerable(ended.Token))
                {
                    foreach (ref readonly var move in moves.AsSpan(0, count))
                    {
                        report.Take(move);
                    }

                    empty.Add(moves, CancellationToken.None);
                }
            }
            catch (Exception e)
            {
                refusal = ExceptionDispatchInfo.Capture(e);
                ended.Cancel();
            }
        }
    }
}
