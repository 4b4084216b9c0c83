namespace CustomerSegmentation.Cli.Fitting.Plotting;

/// <summary>The area of a chart on the page, titles and ticks included.</summary>
internal readonly record struct Area(double Left, double Top, double Width, double Height);

/// <summary>A frame with two axes, a title and what is drawn between them.</summary>
internal sealed class Chart
{
    private const double LeftMargin = 80, RightMargin = 20, TopMargin = 40, BottomMargin = 50;
    private const double TickLength = 5;

    private readonly SvgCanvas _canvas;
    private readonly Area _inner;

    /// <param name="canvas">What is drawn on.</param>
    /// <param name="area">The chart's place.</param>
    public Chart(SvgCanvas canvas, Area area)
    {
        _canvas = canvas;
        _inner = new(
            area.Left + LeftMargin, area.Top + TopMargin, area.Width - LeftMargin - RightMargin, area.Height - TopMargin - BottomMargin);
    }

    public Axis Horizontal(string title, double low, double high, bool wholeNumbers = false) =>
        new(title, low, high, _inner.Left, _inner.Left + _inner.Width, wholeNumbers);

    public Axis Vertical(string title, double low, double high) => new(title, low, high, _inner.Top + _inner.Height, _inner.Top);

    /// <summary>Draws title, grid, ticks and the axes' titles.</summary>
    public void Frame(string title, Axis x, Axis y)
    {
        var (left, top, width, height) = _inner;
        var (right, bottom) = (left + width, top + height);
        _canvas.Text(left, top - 15, title, size: 15, bold: true);
        foreach (var (value, text) in x.Ticks())
        {
            _canvas.Line(x.At(value), bottom, x.At(value), bottom + TickLength, Palette.Ink);
            _canvas.Text(x.At(value), bottom + 18, text, "middle");
        }

        foreach (var (value, text) in y.Ticks())
        {
            _canvas.Line(left, y.At(value), right, y.At(value), Palette.Faint);
            _canvas.Text(left - 8, y.At(value) + 4, text, "end");
        }

        _canvas.Line(left, bottom, right, bottom, Palette.Ink);
        _canvas.Line(left, top, left, bottom, Palette.Ink);
        _canvas.Text(left + (width / 2), bottom + 38, x.Title, "middle");
        _canvas.Text(left - 62, top + (height / 2), y.Title, "middle", upright: true);
    }
}
