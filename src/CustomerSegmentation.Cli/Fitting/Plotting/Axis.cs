namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>Maps values to places along one side of a chart, with ticks at round values (Heckbert 1990, "Nice numbers for graph labels").</summary>
internal sealed class Axis
{
    private const int WantedTicks = 6, WantedWholeNumbers = 12;

    private readonly double _from;
    private readonly double _to;
    private readonly double _step;
    private readonly double _start;
    private readonly double _end;

    /// <param name="title">What is shown, with its unit.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <param name="start">The place of the axis's lower end.</param>
    /// <param name="end">The place of its upper end.</param>
    /// <param name="wholeNumbers">Whether only whole numbers make sense.</param>
    public Axis(string title, double low, double high, double start, double end, bool wholeNumbers = false)
    {
        (Title, _start, _end) = (title, start, end);
        if (!(high > low))
        {
            var room = wholeNumbers ? 1 : low == 0 ? 1 : Math.Abs(low) / 10;
            (low, high) = (low - room, high + room);
        }

        _step = RoundStep((high - low) / ((wholeNumbers ? WantedWholeNumbers : WantedTicks) - 1));
        _step = wholeNumbers ? Math.Max(1, Math.Round(_step)) : _step;
        (_from, _to) = (Math.Floor(low / _step) * _step, Math.Ceiling(high / _step) * _step);
    }

    public string Title { get; }

    /// <summary>The values that are written along the axis, with what is written.</summary>
    public IEnumerable<(double Value, string Text)> Ticks()
    {
        var count = (int)Math.Round((_to - _from) / _step);
        for (var i = 0; i <= count; i++)
        {
            // As a multiple of the step, so that 0.1 + 0.2 is not written 0.30000000000000004.
            var value = Math.Round(_from / _step + i) * _step;
            yield return (value, Text(value));
        }
    }

    /// <summary>Where a value lies.</summary>
    public double At(double value) => _start + ((value - _from) / (_to - _from) * (_end - _start));

    private string Text(double value) =>
        Math.Abs(value) >= 1e6 || (value != 0 && _step < 1e-4) ? value.ToString("0.##e+0")
        : value.ToString(_step >= 1 ? "#,0" : "0." + new string('0', (int)Math.Ceiling(-Math.Log10(_step) - 1e-9)));

    private static double RoundStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1.5 => 1,
            <= 3 => 2,
            <= 7 => 5,
            _ => 10,
        } * power;
    }
}
