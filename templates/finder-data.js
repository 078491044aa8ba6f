{#- What the finder knows of the exercises, as a script that hands it over. page: a DataView. -#}
kinepediaData({{ page.title | tojson }}, {{ page.data }});
